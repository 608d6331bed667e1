"""Tables → findings: what a person should look at, with the source lines, and what the table keeps and why."""
