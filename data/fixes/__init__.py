"""A Markdown list as published → the edits that are certain; one kind of defect per file."""
