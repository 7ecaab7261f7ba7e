"""Other libraries in their documented form, and ours, one after the other, on the same rows, questions and weights."""

import json
import os
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.bench.bench import taken
from assistant.bench.chat import resident_mb
from assistant.bench.homes import given_home
from assistant.bench.stopwatch import spread
from assistant.errors import BenchFailedError
from assistant.evaluation.labels import Label, read_labels
from assistant.evaluation.ranking import reciprocal_rank
from assistant.settings import Settings

_FOLDER = Path(__file__).parent / "systems"
OURS = "mazuippo"
# Ours without what was reviewed for this corpus, which the others do not have.
_ROWS_ALONE = f"{OURS}_rows_alone"
PEERS = ("langchain_with_chroma", "txtai_hybrid", "llamaindex_fusion")
_QUESTIONS, _WARM = 100, 5
_RECALLED = 5


def measured_peers(settings: Settings, questions: Path, tell: Callable[[str], None]) -> dict[str, Any]:
    """For each system recall@5 and MRR@10 of rows, milliseconds a question, megabytes, and seconds until it is ready.

    `questions`: a file of labelled ones, of which the first hundred that name rows are asked. Each peer gets an
    environment of its own, which needs a network the first time. Raises BenchPartMissingError, or BenchFailedError
    where one cannot be installed or does not answer, and as `read_labels` does.
    """
    own = given_home(settings)
    corpus = own.read_corpus()
    rows = own.home / "rows.jsonl"
    rows.write_text(
        "".join(
            json.dumps({"id": entry.id, "text": f"{entry.municipality.name} {entry.text}"}, ensure_ascii=False) + "\n"
            for entry in corpus.entries
            if entry.text
        ),
        encoding="utf-8",
    )
    ids = {(entry.theme, entry.municipality.name): entry.id for entry in corpus.entries}
    labels = [one for one in read_labels(questions) if one.must and not one.history and not one.contact_of][:_QUESTIONS]
    systems = {}
    for name in (OURS, _ROWS_ALONE, *PEERS):
        tell(name)
        python = _python_of(name, settings) if name in PEERS else None
        systems[name] = measured_system(name, python, own, rows, labels, ids)
    return {"taken": taken(), "questions": {"file": questions.name, "count": len(labels)}, "systems": systems}


def _python_of(name: str, settings: Settings) -> str:
    """The interpreter of a peer's own environment."""
    folder = settings.home / "bench" / "peers" / name
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    wanted = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    note = folder / "installed.txt"
    if not note.is_file() or note.read_text(encoding="utf-8") != wanted:
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(python), "-m", "pip", "--quiet", "install", "-r", str(_FOLDER / f"{name}.txt")]
        if subprocess.run(pip, check=False).returncode:
            raise BenchFailedError(what=f"pip install -r {name}.txt")
        note.write_text(wanted, encoding="utf-8")
    return str(python)


def measured_system(
    name: str,
    python: str | None,
    own: Settings,
    rows: Path,
    labels: Sequence[Label],
    ids: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    """The figures of one system, run by an interpreter (None: by ours); `ids`: the row ids by theme and town.

    Raises as `measured_peers` does.
    """
    variables = {
        "MAZUIPPO_HOME": str(own.home),
        "MAZUIPPO_EMBEDDING_MODEL": own.embedding_model,
        "HF_HUB_OFFLINE": "1",
        "PYTHONUTF8": "1",
    }
    script, *options = [OURS, "rows_alone"] if name == _ROWS_ALONE else [name]
    command = [python or sys.executable, "-P", str(_FOLDER / f"{script}.py"), own.embedding_model, str(rows), *options]
    begin = time.perf_counter()
    with subprocess.Popen(
        command, env=os.environ | variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def heard() -> dict[str, Any]:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise BenchFailedError(what=name)
            told: dict[str, Any] = json.loads(line)
            return told

        def asked(question: str) -> dict[str, Any]:
            assert process.stdin is not None
            process.stdin.write(json.dumps({"question": question}, ensure_ascii=False) + "\n")
            process.stdin.flush()
            return heard()

        heard()
        start = time.perf_counter() - begin
        for label in labels[:_WARM]:
            asked(f"{label.question}　はじめに")
        answers = [asked(label.question) for label in labels]
        memory = resident_mb(process.pid)
        process.stdin.close()
    right = [{ids[row] for row in label.must} for label in labels]
    found = [answer["ids"] for answer in answers]
    recalls = [len(must & set(best[:_RECALLED])) / len(must) for must, best in zip(right, found, strict=True)]
    ranks = [reciprocal_rank(must, best) for must, best in zip(right, found, strict=True)]
    return {
        "recall_5": round(statistics.fmean(recalls), 3),
        "mrr_10": round(statistics.fmean(ranks), 3),
        "ms": spread([answer["ms"] for answer in answers]),
        "resident_mb": memory,
        "start_s": round(start, 1),
    }
