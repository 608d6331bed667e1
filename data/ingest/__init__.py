"""Document → records: bytes → text → blocks → drafts → records, each step in a file of its own."""
