"""Records → papers: which records are one paper, and which of their statements win."""
