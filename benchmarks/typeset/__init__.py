"""A lab that sets articles with real engines and reads the pages back with real extractors.

The text is known, the layout is drawn, and the extracted text is aligned with it character by
character: the truth of every line end is read off, never guessed.
"""
