"""Logging in, and the gate before everything that is served."""
