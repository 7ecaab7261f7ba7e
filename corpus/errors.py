"""The one error tree of the product; each room adds its own branches.

    MazuippoError
    ├── CorpusError         a corpus file is broken: names file, row and field
    ├── LibraryError        the user's folder of imports: busy, unwritable, or no such import
    ├── IntakeError         a file, folder or address that cannot be taken in at all
    ├── EmbeddingError      (embeddings.errors) model, index, lock
    └── ProgramError        (assistant.errors)  input, settings, port, home folder

An error carries facts, not sentences: the terminal and the web look the Japanese sentence up in
`assistant/texts.toml` under the class's name and fill in `facts`.
"""


class MazuippoError(Exception):
    """Something that the user can mend; `facts` fill the sentence that says how."""

    def __init__(self, **facts: object) -> None:
        super().__init__(", ".join(f"{name}={value}" for name, value in facts.items()))
        self.facts = facts


class CorpusError(MazuippoError):
    """A corpus file cannot be used. Facts: file, row, field, reason."""

    def __init__(self, *, file: str, row: str, field: str, reason: str) -> None:
        super().__init__(file=file, row=row, field=field, reason=reason)


class LibraryError(MazuippoError):
    """The folder of a corpus's imports."""


class CorpusBusyError(LibraryError):
    """Another process is writing. Facts: seconds waited."""


class CorpusUnwritableError(LibraryError):
    """Facts: folder, reason."""


class CorpusChangedError(LibraryError):
    """Another import came in after the preview."""


class ImportUnknownError(LibraryError):
    """No such import stands. Facts: number, known."""


class IntakeError(MazuippoError):
    """A file, folder or address that cannot be taken in at all. Facts: file, reason, and what the reason needs."""
