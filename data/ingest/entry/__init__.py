"""What one block says: its parts, and from these its title, venue, date, authors and links."""
