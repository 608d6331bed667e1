"""A list as published → a patch for its maintainers that fixes what is certain."""
