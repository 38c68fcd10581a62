"""Stability: what became of pages of ours, and that a change of it is told."""
