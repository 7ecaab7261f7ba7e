"""Ours: a question understood, embedded and searched for; the rows by their best passages."""

import json
import sys
from time import perf_counter

from assistant.assembly import open_assistant
from assistant.settings import read_settings


def main() -> None:
    """Speaks the protocol of `assistant.bench.peers`: a line when ready, then one for each question."""
    assistant = open_assistant(read_settings(), lambda _: None)
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)["question"]
        begin = perf_counter()
        _, hits = assistant.searched(question)
        ids = list(dict.fromkeys(hit.passage.entry.id for hit in hits.passages))[:10]
        print(json.dumps({"ids": ids, "ms": (perf_counter() - begin) * 1000}), flush=True)


if __name__ == "__main__":
    main()
