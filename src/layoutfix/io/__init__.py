"""Pages and records in files, read and written whole."""
