"""Blocks → blocks, each of which is one entry or none."""
