"""A published list → a patch for its maintainers that fixes what is certainly wrong."""
