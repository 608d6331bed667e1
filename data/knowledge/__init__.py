"""The curated YAML, each entry with its reason, and what loads and checks it."""
