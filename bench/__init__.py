"""Figures of kiosk, as ratios of one run: ``make bench``."""
