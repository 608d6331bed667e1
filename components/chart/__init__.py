"""The chart of all views: its figure comes as data, Plotly changes what differs, and a pick comes back."""
