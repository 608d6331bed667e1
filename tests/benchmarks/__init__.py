"""Speed, measured and printed as ratios; nothing here fails because a machine is slow."""
