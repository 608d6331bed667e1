"""Papers → text, one file for each format."""
