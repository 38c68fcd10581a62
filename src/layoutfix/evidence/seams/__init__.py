"""The evidence at the seams of a page, and the decision it leads to."""
