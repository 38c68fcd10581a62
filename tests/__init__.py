"""The tests of layoutfix."""
