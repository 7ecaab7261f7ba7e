"""A peer: LangChain over Chroma in memory, in the form of its semantic-search tutorial.

https://docs.langchain.com/oss/python/langchain/knowledge-base
https://docs.langchain.com/oss/python/integrations/splitters/recursive_text_splitter (separators for Japanese)
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", LANGSMITH_TRACING="false", ANONYMIZED_TELEMETRY="False")

from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

# The splitter page's list for languages without word boundaries, in its order.
SEPARATORS = ["\n\n", "\n", " ", ".", ",", "\u200b", "，", "、", "．", "。", ""]


def build(model_folder: str, rows: list[dict[str, str]]) -> Callable[[str], list[str]]:
    """Index the rows; gives what answers a question with row ids, best first."""
    embeddings = HuggingFaceEmbeddings(
        model_name=model_folder,
        # The plain form takes the dtype of the folder's config.json, float16: about four times slower on a CPU.
        model_kwargs={"device": "cpu", "model_kwargs": {"dtype": "float32"}},
        # The documented way to e5's "passage: " and "query: ": the folder's own prompts. The plain form adds neither.
        encode_kwargs={"prompt_name": "document"},
        query_encode_kwargs={"prompt_name": "query"},
    )
    documents = [Document(page_content=row["text"], metadata={"row": row["id"]}) for row in rows]
    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS, chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    store = Chroma.from_documents(
        splitter.split_documents(documents), embeddings, client_settings=Settings(anonymized_telemetry=False)
    )
    retriever = store.as_retriever(search_kwargs={"k": 10})
    # Ten pieces, which may be fewer rows where a long row was split.
    return lambda question: list(dict.fromkeys(found.metadata["row"] for found in retriever.invoke(question)))


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
