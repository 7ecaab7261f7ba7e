"""What is taken home: documents for a 起案, a line for the council, a letter to a town."""
