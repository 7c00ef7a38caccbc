"""kiosk: check-in and rotation control for job-speed-dating events, on one laptop and offline."""

__version__ = "0.1.0"
