"""Selections → numbers: tallies, trends, comparisons and estimates, with confidence intervals."""
