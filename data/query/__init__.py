"""Papers → selections: facets, search, filters, and counts under them."""
