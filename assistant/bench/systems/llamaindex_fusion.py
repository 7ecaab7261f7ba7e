"""A peer: LlamaIndex's vector index and BM25 fused by reciprocal rank, in the form of its documentation.

https://developers.llamaindex.ai/python/framework/integrations/retrievers/reciprocal_rerank_fusion/
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1")

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever


def build(model_folder: str, rows: list[dict[str, str]]) -> Callable[[str], list[str]]:
    """Index the rows; gives what answers a question with row ids, best first."""
    embed_model = HuggingFaceEmbedding(
        model_name=model_folder,
        device="cpu",
        # The documented way to e5's prefixes; the plain form overrules the folder's prompts with empty ones.
        query_instruction="query: ",
        text_instruction="passage: ",
        # The plain form takes the dtype of the folder's config.json, float16: about four times slower on a CPU.
        model_kwargs={"dtype": "float32"},
    )
    # The id is told apart from the text: by default metadata would be embedded and searched with it.
    documents = [
        Document(text=row["text"], metadata={"row": row["id"]}, excluded_embed_metadata_keys=["row"]) for row in rows
    ]
    # As the page has it; the default of the splitter, 1024, found less.
    splitter = SentenceSplitter(chunk_size=256)
    index = VectorStoreIndex.from_documents(documents, embed_model=embed_model, transformations=[splitter])
    # BM25 in its documented form has English stemming and stop words, and takes what stands between two spaces or
    # punctuation marks for a word: a Japanese clause is one word, which a question rarely repeats. What it finds
    # with a score of nothing still has a rank, and the fusion looks at ranks.
    bm25 = BM25Retriever.from_defaults(docstore=index.docstore, similarity_top_k=10)
    retriever = QueryFusionRetriever(
        [index.as_retriever(similarity_top_k=10), bm25],
        llm=MockLLM(),  # never asked: one query is no query generation, but without it OpenAI's would be wanted
        similarity_top_k=10,
        num_queries=1,
        mode="reciprocal_rerank",
        use_async=True,
    )
    # Ten pieces, which may be fewer rows where a long row was split.
    return lambda question: list(dict.fromkeys(found.node.metadata["row"] for found in retriever.retrieve(question)))


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
