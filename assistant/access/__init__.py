"""Who may use a server that others reach: accounts, and what a log-in opens for how long."""
