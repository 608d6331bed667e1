"""Markdown and HTML → blocks with the pieces of their text."""
