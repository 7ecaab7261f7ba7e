"""HOW a language model is told: Japanese Markdown files and their loader."""
