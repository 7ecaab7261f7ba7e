"""What makes a start quick."""

import gc
import inspect
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_QUICK_TURNS = 0.0005
"""Seconds between turns of threads: while one thread imports for seconds, the page asks for the lock often."""
_ORDINARY_TURNS = sys.getswitchinterval()


def begin_start() -> None:
    """No garbage is collected while libraries are imported: they make many objects and drop few (a fifth quicker).

    Threads take turns quickly meanwhile. NumPy keeps to one thread, here and in the embedding model's process: its
    others wait for work by spinning, just while somebody else wants the cores (a question took twice as long).
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()
    sys.setswitchinterval(_QUICK_TURNS)


def end_start() -> None:
    """What is there now stays; garbage is collected from here on."""
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(_ORDINARY_TURNS)


@contextmanager
def without_interface_files() -> Iterator[None]:
    """Gradio imported meanwhile writes no .pyi files for editors beside its components, which is half of its import.

    It leaves out classes whose file is not known (`create_or_modify_pyi` in gradio/component_meta.py).
    """
    ask_python = inspect.getfile

    def file_of(subject: Any) -> str:
        if sys._getframe(1).f_code.co_name == "create_or_modify_pyi":
            raise OSError
        return ask_python(subject)

    inspect.getfile = file_of  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = ask_python
