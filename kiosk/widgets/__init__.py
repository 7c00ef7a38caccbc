"""What several screens show: texts made safe, title, lamps, verdicts, large digits."""
