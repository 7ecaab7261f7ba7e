"""What an index holds and finds, for tests of it."""

from pathlib import Path

import chromadb

from embeddings.index import VectorIndex

EVERYWHERE = 10_000


def collections(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    client = chromadb.PersistentClient(path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    found = {c.name: c.get(include=["metadatas"]) for c in client.list_collections()}
    client.close()
    return {name: dict(zip(got["ids"], got["metadatas"], strict=True)) for name, got in found.items()}


def found_ids(index: VectorIndex, encoder, question: str = "会議", among=None) -> set[str]:
    return set(index.search(encoder.encode_query(question), EVERYWHERE, among).passages)


def ids(corpus) -> set[str]:
    return {passage.id for passage in corpus.passages}
