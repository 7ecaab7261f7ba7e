"""What makes a start quick."""

import gc
import sys

_QUICK_TURNS = 0.0005
"""Seconds between turns of threads: while one thread imports for seconds, the page asks for the lock often."""
_ORDINARY_TURNS = sys.getswitchinterval()


def begin_start() -> None:
    """No garbage is collected while libraries are imported: they make many objects and drop few (a fifth quicker).

    Threads take turns quickly meanwhile.
    """
    gc.disable()
    sys.setswitchinterval(_QUICK_TURNS)


def end_start() -> None:
    """What is there now stays; garbage is collected from here on."""
    gc.freeze()
    gc.enable()
    sys.setswitchinterval(_ORDINARY_TURNS)
