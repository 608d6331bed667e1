"""Aggregate frame → plotly Figure. Pure functions; each mark carries in `customdata` the values that a click picks."""
