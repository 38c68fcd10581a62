"""What the rules of the repeats stage ask for: which blocks stand again, and whose they are."""
