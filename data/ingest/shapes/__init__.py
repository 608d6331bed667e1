"""A block → the entry that it is: one recogniser a shape, listed in `data.ingest.reader`."""
