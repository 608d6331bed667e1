"""Selections → numbers: tallies, trends, comparisons and estimates, with their intervals."""
