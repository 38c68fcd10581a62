"""What the rules ask of a page: seams, placement, repeats."""
