"""A document of any format → its records and notes. May import normalise, record and knowledge.

Markdown goes from `markdown` (text → blocks) over `entry` (what one block says) and `layout` (blocks → blocks that are
one entry each) to `shapes` (block → entry); `reader` lists the rules of these in their order. `files` reads the other
formats. Each of the four imports only those before it.
"""
