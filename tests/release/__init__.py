"""What is given out: the wheel, its metadata, the promises around it."""
