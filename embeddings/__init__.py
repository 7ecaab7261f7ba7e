"""WHERE it is found: the embedding model, the Chroma store, the lexical index and the retriever."""
