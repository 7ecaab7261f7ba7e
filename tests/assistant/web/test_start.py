"""What makes the page open soon."""

import subprocess
import sys

_PROGRAM = """
import inspect, sys
opened = []
sys.addaudithook(lambda event, facts: opened.append(str(facts[0])) if event == "open" else None)
from assistant.startup import without_interface_files
ask_python = inspect.getfile
with without_interface_files():
    import gradio
assert inspect.getfile is ask_python
print(sum(name.endswith(".pyi") for name in opened), sum(name.endswith(".pyc") for name in opened) > 100)
"""


def test_gradio_writes_no_interface_files_for_editors() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["0", "True"]
