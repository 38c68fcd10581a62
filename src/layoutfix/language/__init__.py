"""What a character, a number, a word is, in each language."""
