"""What things mean: pure rules without clock, file, database or screen."""
