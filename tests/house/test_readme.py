"""What the README shows is what the program prints. Remake it: python -m tests.house.test_readme"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
_CONSOLE = re.compile(r"(?<=```console\n).*?(?=\n```)", re.DOTALL)
_PROMPT = "$ mazuippo "


def transcript(commands: list[str], variables: dict[str, str]) -> str:
    """The commands with what they print now."""
    parts = []
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "assistant", *shlex.split(command)],
            env=os.environ | variables,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=True,
        )
        parts.append(f"{_PROMPT}{command}\n{done.stdout.rstrip()}")
    return "\n\n".join(parts)


def commands_of(block: str) -> list[str]:
    return [line.removeprefix(_PROMPT) for line in block.splitlines() if line.startswith(_PROMPT)]


def test_the_transcript_is_what_the_program_prints(
    model_folder: Path, with_index: Callable[[Path], Path], tmp_path: Path
) -> None:
    (shown,) = _CONSOLE.findall(README.read_text(encoding="utf-8"))
    variables = {"MAZUIPPO_HOME": str(with_index(tmp_path)), "MAZUIPPO_EMBEDDING_MODEL": str(model_folder)}

    assert len(commands_of(shown)) >= 2
    assert shown == transcript(commands_of(shown), variables)


if __name__ == "__main__":
    text = README.read_text(encoding="utf-8")
    README.write_text(_CONSOLE.sub(lambda block: transcript(commands_of(block[0]), {}), text), encoding="utf-8")
