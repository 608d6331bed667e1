"""Judges regular expressions by the steps they take: which there are, what nearly matches them, and what that costs."""
