"""The default model without a framework: the same vectors, a third of the memory, and there in a second or two."""

import json
from collections.abc import Sequence

import numpy as np

from corpus.words import fold
from embeddings.bert import Bert
from embeddings.encoder import Matrix, Vector
from embeddings.errors import ModelUnavailableError
from embeddings.model import ModelSource

_BATCH = 16


class LightEncoder:
    """An `Encoder` on a folder that this program made (`embeddings.weights`); its methods are for one thread at a time.

    Raises ModelUnavailableError where the folder cannot be read.
    """

    def __init__(self, source: ModelSource) -> None:
        self.name, self.fingerprint = source.name, source.fingerprint
        try:
            from tokenizers import Tokenizer

            self._bert = Bert(source.folder)
            self._tokenizer = Tokenizer.from_file(str(source.folder / "tokenizer.json"))
            settings = (source.folder / "config_sentence_transformers.json").read_text(encoding="utf-8")
            self._prompts: dict[str, str] = json.loads(settings)["prompts"]
        except Exception as error:
            # Whatever a damaged folder makes the libraries raise: `tokenizers` raises plain Exceptions.
            raise ModelUnavailableError(model=source.name, reason=str(error).split("\n")[0][:200]) from error
        self._tokenizer.enable_truncation(self._bert.longest)

    def encode_query(self, text: str) -> Vector:
        """The vector of a question; shape (dimensions,), length 1."""
        vector: Vector = self.encode_queries([text])[0]
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The vectors of many questions; shape (len(texts), dimensions), length 1 each."""
        return self._encode(texts, self._prompts["query"])

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """The vectors of passages; shape (len(texts), dimensions), length 1 each."""
        return self._encode(texts, self._prompts["document"])

    def _encode(self, texts: Sequence[str], prompt: str) -> Matrix:
        tokens = [self._tokenizer.encode(prompt + fold(text)).ids for text in texts]
        # Texts of like length together: a batch is as long as its longest.
        order = sorted(range(len(tokens)), key=lambda number: len(tokens[number]))
        found: list[Vector] = [np.empty(0, dtype=np.float32)] * len(tokens)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            for number, vector in zip(batch, self._means([tokens[number] for number in batch]), strict=True):
                found[number] = vector / np.linalg.norm(vector)
        return np.array(found, dtype=np.float32)

    def _means(self, tokens: Sequence[Sequence[int]]) -> Matrix:
        lengths = np.array([len(own) for own in tokens])
        is_word = np.arange(lengths.max()) < lengths[:, np.newaxis]
        filled = np.zeros(is_word.shape, dtype=np.int64)
        filled[is_word] = [token for own in tokens for token in own]
        return self._bert(filled, is_word)
