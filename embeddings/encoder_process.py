"""The embedding model in a process of its own, so that the seconds of its imports hold up nothing else.

    here   ── ModelSource, then (method, argument), … ──▶  the process   its standard input
    here   ◀── None, then (result, why it failed), …    ──  the process   its standard output

Pickled values, one after the other; the end of its input ends the process, also when this one was killed.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from embeddings.encoder import Matrix, Tokens, Vector
from embeddings.errors import ModelUnavailableError
from embeddings.model import ModelSource
from embeddings.weights import is_sound

if TYPE_CHECKING:
    from embeddings.encoder import Encoder


class EncoderProcess:
    """An `Encoder` that begins to load at once and is waited for where it is first needed.

    Every method raises ModelUnavailableError where the model cannot be loaded or does not answer. A process that has
    died is started anew once.
    """

    def __init__(self, source: ModelSource) -> None:
        self.name, self.fingerprint = source.name, source.fingerprint
        self._source = source
        self._one_at_a_time = threading.Lock()
        self._start()

    def wait(self) -> None:
        """Returns when the model is loaded."""
        self._call("wait")

    def encode_query(self, text: str) -> Vector:
        """The vector of a question; shape (dimensions,), length 1."""
        vector: Vector = self._call("encode_query", text)
        return vector

    def encode_queries(self, texts: Sequence[str]) -> Matrix:
        """The vectors of many questions; shape (len(texts), dimensions), length 1 each."""
        matrix: Matrix = self._call("encode_queries", list(texts))
        return matrix

    def encode_passages(self, texts: Sequence[str]) -> Matrix:
        """The vectors of passages; shape (len(texts), dimensions), length 1 each."""
        matrix: Matrix = self._call("encode_passages", list(texts))
        return matrix

    @property
    def encode_tokens(self) -> Callable[[str], Tokens] | None:
        """What reads a question token by token; None for a model that this program has not made."""
        return (lambda text: self._call("encode_tokens", text)) if is_sound(self._source.folder) else None

    def close(self) -> None:
        """Ends the process."""
        self._end()

    def _start(self) -> None:
        # The safe path, so that nothing in the current folder is imported for a module of ours.
        command = [sys.executable, "-P", "-m", "embeddings.encoder_process"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._end = weakref.finalize(self, _end, self._process)
        self._tell(self._source)

    def _call(self, method: str, *argument: Any) -> Any:
        with self._one_at_a_time:
            for attempt in ("first", "second"):
                try:
                    self._tell((method, *argument))
                    result, failure = self._hear()
                except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
                    if attempt == "second" or not self._end.alive:
                        raise ModelUnavailableError(model=self.name, reason="model_process_ended") from error
                    self._end()
                    self._start()
                    continue
                if failure is not None:
                    raise ModelUnavailableError(model=self.name, reason=failure)
                return result
        raise AssertionError

    def _tell(self, value: object) -> None:
        assert self._process.stdin is not None
        pickle.dump(value, self._process.stdin)
        self._process.stdin.flush()

    def _hear(self) -> tuple[Any, str | None]:
        assert self._process.stdout is not None
        heard: tuple[Any, str | None] = pickle.load(self._process.stdout)
        return heard


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with suppress(OSError):  # what was still to be told, nobody hears
            pipe.close()


def _serve() -> None:
    """What the process does: loads the model, then answers until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that started us
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    questions = sys.stdin.buffer
    source: ModelSource = pickle.load(questions)
    model, failure = None, None
    gc.disable()  # imports make many objects and drop few: a fifth quicker
    try:
        model = _loaded(source)
    except ModelUnavailableError as error:
        failure = str(error.facts["reason"])
    gc.freeze()
    gc.enable()
    while True:
        try:
            method, *argument = pickle.load(questions)
        except EOFError:
            return
        result = None
        if model is not None and method != "wait":
            try:
                result, failure = getattr(model, method)(*argument), None
            except Exception as error:  # noqa: BLE001 - the process's edge: it goes on as words
                failure = str(error)[:200]
        pickle.dump((result, failure), answers)
        answers.flush()


def _loaded(source: ModelSource) -> "Encoder":
    """The model that this program made, without a framework; any other by sentence-transformers."""
    if is_sound(source.folder):
        from embeddings.light_encoder import LightEncoder

        return LightEncoder(source)
    from embeddings.model import SentenceEncoder

    return SentenceEncoder(source)


if __name__ == "__main__":
    _serve()
