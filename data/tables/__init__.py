"""Tables on disk: checked when read, and replaced all together or not at all."""
