"""Bibliographies and tables of papers: one reader a format, each yielding entries with their lines."""
