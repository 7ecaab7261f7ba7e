"""A peer: txtai's hybrid (dense and BM25) embeddings database, in the form of its documentation.

https://neuml.github.io/txtai/embeddings/ and https://neuml.github.io/txtai/embeddings/configuration/general/#hybrid
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1")

from txtai import Embeddings


def build(model_folder: str, rows: list[dict[str, str]]) -> Callable[[str], list[str]]:
    """Index the rows; gives what answers a question with row ids, best first.

    BM25 cuts words by Unicode's rules (UAX 29): kanji and hiragana one by one, katakana in runs, by no dictionary.
    """
    embeddings = Embeddings(
        # txtai reads e5's "query: " and "passage: " from the folder's config_sentence_transformers.json by itself.
        path=model_folder,
        hybrid=True,
        content=True,
        gpu=False,
        # The plain form takes the dtype of the folder's config.json, float16: about four times slower on a CPU.
        vectors={"dtype": "float32"},
    )
    embeddings.index((row["id"], row["text"]) for row in rows)
    return lambda question: [found["id"] for found in embeddings.search(question, 10)]


def main() -> None:
    """Build the index, say ready, then answer each question on stdin; libraries that print do so on stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    model_folder, rows_file = sys.argv[1:]
    with Path(rows_file).open(encoding="utf-8") as lines:
        retrieve = build(model_folder, [json.loads(line) for line in lines])
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        ids = retrieve(json.loads(line)["question"])
        milliseconds = (time.perf_counter() - started) * 1000
        print(json.dumps({"ids": ids, "ms": round(milliseconds, 2)}), file=answers, flush=True)


if __name__ == "__main__":
    main()
