"""The curated YAML files, each entry with its reason, and the code that loads and checks them."""
