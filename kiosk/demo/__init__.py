"""A made-up event of the size of a city's job-speed-dating: its folder, its people and what they do on the day."""
