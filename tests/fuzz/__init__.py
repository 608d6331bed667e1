"""Broken and hostile inputs for everything that reads what strangers write, and what must hold of each."""
