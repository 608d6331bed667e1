"""Lists → tables: read, prepare, replace, and say what changed."""
