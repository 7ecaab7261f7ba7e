"""Our retriever as LangChain sees one, for those who build their own chain on a corpus."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from embeddings.encoder import Encoder
from embeddings.index import VectorIndex, passage_record
from embeddings.retriever import Retriever


class PassageRetriever(BaseRetriever):
    """The `k` best passages for a question as documents; their metadata is what the store files with them.

    Without `encoder` and `index` it searches by words alone.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    retriever: Retriever
    encoder: Encoder | None = None
    index: VectorIndex | None = None
    k: int = 4

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        vector = self.encoder.encode_query(query) if self.encoder else None
        hits = self.retriever.search(query, vector, self.index, None)
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={**passage_record(hit.passage).metadata, "score": hit.score},
            )
            for hit in hits.passages[: self.k]
        ]
