"""What the rules of the repeats stage look at: which blocks stand again, and whose they are."""
