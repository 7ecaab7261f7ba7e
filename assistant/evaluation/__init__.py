"""Measures quality: labelled questions → figures with intervals; `mazuippo eval`."""
