"""Which lists there are and where from: lists.yaml, addresses, and edits of YAML files."""
