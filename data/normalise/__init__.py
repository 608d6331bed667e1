"""Raw text → clean value: one small file each for titles, links, venues, years and vocabularies."""
