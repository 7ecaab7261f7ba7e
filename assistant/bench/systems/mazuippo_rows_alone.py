"""Ours by the rows alone: towns and themes understood, sentences searched by meaning and by words, nothing reviewed.

Without the questions expected for each passage and without the glossary, it knows of the corpus what the peers know.
"""

import json
import sys
from time import perf_counter

from assistant.assembly import prepare_meaning
from assistant.evaluation.measure import WAYS
from assistant.pipeline import Assistant
from assistant.settings import read_settings
from embeddings.retriever import Retriever


def main() -> None:
    """Speaks the protocol of `assistant.bench.peers`: a line when ready, then one for each question."""
    settings = read_settings()
    corpus = settings.read_corpus()
    meaning, _ = prepare_meaning(settings, corpus, lambda _: None)
    assistant = Assistant(corpus, meaning, retriever=Retriever(corpus, WAYS["fused"]))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)["question"]
        begin = perf_counter()
        _, hits = assistant.searched(question)
        ids = list(dict.fromkeys(hit.passage.entry.id for hit in hits.passages))[:10]
        print(json.dumps({"ids": ids, "ms": (perf_counter() - begin) * 1000}), flush=True)


if __name__ == "__main__":
    main()
