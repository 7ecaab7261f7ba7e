"""THE PROGRAM: one question in, one cited answer out. Read `pipeline` first."""
