"""Tables → findings: what somebody should look at, each with its lines, what won and why; one job per file."""
