"""The offline kit: one zip from which the program starts on a machine without any network."""
