"""Aggregate frame → Plotly figure, by pure functions; a click picks the values in the `customdata` of its mark."""
