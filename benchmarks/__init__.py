"""Measurements: pages damaged on purpose, pages with gold, and the scores reached on them."""
