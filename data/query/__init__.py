"""Papers → selections: facets, search, filters, and the counts of each facet."""
