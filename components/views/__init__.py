"""The views of the page: a module each, or a package with a module for each of its parts; all have `draw`."""
