"""One file per view of the page."""
