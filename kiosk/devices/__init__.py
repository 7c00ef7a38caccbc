"""The devices at the laptop: barcode readers and what beeps, prints and sounds."""
