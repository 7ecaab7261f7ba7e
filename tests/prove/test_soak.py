"""A day in miniature: twenty thousand questions, and the server is as large as it was."""

import asyncio
from pathlib import Path

from tests.prove.conftest import Note
from tests.prove.questions import mixed_questions
from tests.prove.test_load import asked, client_of

QUESTIONS, AT_ONCE, WARM = 20_000, 4, 4_000
MOST_MORE = 0.05
"""So much larger it may be at the end than when it was warm: an allocator never gives all back."""


def test_memory_is_flat_over_twenty_thousand_questions(server: tuple[str, int], note: Note) -> None:
    sizes = asyncio.run(soaked(server))
    note("soak", {"questions": QUESTIONS, "resident_mb": {str(count): round(size) for count, size in sizes.items()}})
    assert max(sizes.values()) <= (1 + MOST_MORE) * sizes[WARM], sizes


async def soaked(server: tuple[str, int]) -> dict[int, float]:
    """Questions asked → resident megabytes of the server and the processes that it started."""
    questions, sizes = mixed_questions(), {0: resident(server[1])}
    numbers = iter(range(1, QUESTIONS + 1))
    async with client_of(server) as http:

        async def work() -> None:
            for number in numbers:
                question, history = questions[number % len(questions)]
                # Each fourth is asked by nobody before, and costs an embedding; the others as people repeat each other.
                await asked(http, f"{question} {number}" if number % 4 == 0 else question, history)
                if number % WARM == 0:
                    sizes[number] = resident(server[1])

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return sizes


def resident(process: int) -> float:
    """Megabytes of a process and all that it started."""
    kilobytes = [line for line in status(process) if line.startswith("VmRSS:")]
    # Each thread has the children that it started itself.
    children = [child for task in Path(f"/proc/{process}/task").iterdir() for child in started_by(task)]
    return int(kilobytes[0].split()[1]) / 1024 + sum(map(resident, children))


def started_by(task: Path) -> list[int]:
    """The processes that a thread started; none for one that has ended meanwhile."""
    try:
        return [int(child) for child in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def status(process: int) -> list[str]:
    return Path(f"/proc/{process}/status").read_text().splitlines()
