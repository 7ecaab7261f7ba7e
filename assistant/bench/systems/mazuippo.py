"""Ours: a question understood, embedded and searched for; the rows by their best passages.

`rows_alone` leaves out what was reviewed for the corpus (the questions expected for each passage, the glossary): it
knows of the rows what the peers know.
"""

import json
import sys
from time import perf_counter

from assistant.assembly import open_assistant, prepare_meaning
from assistant.evaluation.measure import WAYS
from assistant.pipeline import Assistant
from assistant.settings import read_settings
from embeddings.retriever import Retriever


def main() -> None:
    """Speaks the protocol of `assistant.bench.peers`: a line when ready, then one for each question."""
    assistant = _by_rows_alone() if "rows_alone" in sys.argv else open_assistant(read_settings(), lambda _: None)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)["question"]
        begin = perf_counter()
        _, hits = assistant.searched(question)
        ids = list(dict.fromkeys(hit.passage.entry.id for hit in hits.passages))[:10]
        print(json.dumps({"ids": ids, "ms": (perf_counter() - begin) * 1000}), flush=True)


def _by_rows_alone() -> Assistant:
    settings = read_settings()
    corpus = settings.read_corpus()
    meaning, _ = prepare_meaning(settings, corpus, lambda _: None)
    return Assistant(corpus, meaning, retriever=Retriever(corpus, WAYS["fused"]))


if __name__ == "__main__":
    main()
