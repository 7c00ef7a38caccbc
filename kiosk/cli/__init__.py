"""The commands; one file for each occasion on which somebody types them."""
