"""Text to Page: lines, structure, roles, furniture."""
