"""What the user has set: flags win over the environment, the environment over `MAZUIPPO_HOME/.env`."""

import os
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError
from corpus.contacts import MONTHS
from corpus.librarian import Librarian
from corpus.library import Corpus, built_in_corpora, corpus_folder, load_corpus
from corpus.manifest import Manifest, read_manifest


class Settings(BaseSettings):
    """Values of the `MAZUIPPO_` variables. `home` is the one folder for all that is built or remembered."""

    model_config = SettingsConfigDict(env_prefix="MAZUIPPO_", extra="ignore", frozen=True)
    home: Path
    corpus: str = "kodoku"
    embedding_model: str = ""
    chat_model: str = ""
    chat_base_url: str = ""
    chat_api_key: SecretStr | None = None
    chroma_url: Annotated[str, Field(pattern=r"^(https?://[^/?#]+(/[^?#]*)?)?$")] = ""
    chroma_token: SecretStr | None = None
    keep_unanswered: bool = False
    log: str = ""
    metrics: bool = False
    contact_months: Annotated[int, Field(gt=0)] = MONTHS

    @field_validator("chat_base_url", "chroma_url")
    @classmethod
    def _has_a_possible_port(cls, url: str) -> str:
        _ = urlsplit(url).port  # raises ValueError
        return url

    @property
    def models(self) -> Path:
        """The folder of embedding models."""
        return self.home / "models"

    @property
    def corpora(self) -> Path:
        """The folder of the user's own corpora."""
        return self.home / "corpora"

    @property
    def corpus_names(self) -> list[str]:
        """Those that come with the program and the user's own."""
        return sorted({*built_in_corpora(), *(path.parent.name for path in self.corpora.glob("*/manifest.toml"))})

    def manifest_of(self, name: str) -> Manifest:
        """What a corpus says of itself. Raises CorpusError."""
        return read_manifest(corpus_folder(name, self.corpora) / "manifest.toml")

    def read_corpus(self) -> Corpus:
        """The corpus that is named, with what was imported into it. Raises CorpusError."""
        return load_corpus(corpus_folder(self.corpus, self.corpora), self.library, months=self.contact_months)

    @property
    def library(self) -> Path:
        """The folder of what was imported into the corpus."""
        return self.corpora / self.corpus

    def librarian(self) -> Librarian:
        """Who changes the corpus. Raises CorpusError if there is no corpus of that name."""
        return Librarian(corpus_folder(self.corpus, self.corpora), self.library)

    @property
    def accounts(self) -> Path:
        """The file of those who may log in."""
        return self.home / "accounts.json"

    @property
    def unanswered(self) -> Path:
        """The file in which questions that found nothing are counted."""
        return self.home / "unanswered" / f"{self.corpus}.jsonl"

    @property
    def questions(self) -> Path:
        """The labelled questions that come with the corpus."""
        return corpus_folder(self.corpus, self.corpora) / "questions.jsonl"

    @property
    def index(self) -> Path:
        """The folder of the corpus's vector index."""
        return self.home / "index" / self.corpus


def read_settings(**flags: str | None) -> Settings:
    """The settings in force; a flag that is None is not set. Raises SettingsError for a value of the wrong form."""
    home = Path(os.environ.get("MAZUIPPO_HOME") or platformdirs.user_data_path("mazuippo")).absolute()
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(_env_file=home / ".env", _env_file_encoding="utf-8", home=home, **given)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise SettingsError(name=f"MAZUIPPO_{name.upper()}", reason=f"setting_{name}") from error
