"""Records → papers: which records are one work, and which of their statements hold."""
