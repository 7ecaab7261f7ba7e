"""The rules by which evidence is chosen; `assistant.select` says which one a question falls under."""
