"""Lists that a visitor drops on the page: read, previewed and bundled in memory."""
