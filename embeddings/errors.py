"""The branch of the error tree for models, the index and its lock (see `corpus.errors`)."""

from corpus.errors import MazuippoError


class EmbeddingError(MazuippoError):
    """Anything that keeps passages from being embedded or found by meaning."""


class ModelUnavailableError(EmbeddingError):
    """No usable embedding model. Facts: model, reason."""


class WeightsError(EmbeddingError):
    """The default weights could not be fetched, or are not the expected ones. Facts: reason."""


class StoreBrokenError(EmbeddingError):
    """Chroma cannot read or write its folder, or lost a collection. Facts: folder, reason."""


class StoreUnreachableError(EmbeddingError):
    """The Chroma server is not there, refuses us, or fails. Facts: url, reason."""


class CollectionUntrustedError(StoreUnreachableError):
    """A collection whose settings name what Chroma would load and run. Facts: name."""


class IndexBusyError(EmbeddingError):
    """Another process is writing the index and did not finish in time. Facts: seconds."""


class HomeUnwritableError(EmbeddingError):
    """The folder for built files cannot be written (read-only, or full). Facts: folder, reason."""
