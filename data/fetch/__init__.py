"""Lists from their places on the web: addresses, downloads, GitHub, and what is kept of them."""
