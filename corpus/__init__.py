"""WHAT is known: entries, municipalities, passages and place names. Imports nothing of ours."""
