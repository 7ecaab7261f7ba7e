"""Where the names of dots on a map can stand without covering each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FONT_SIZE = 14.0
_RADIUS = 5.0
"""Of a dot."""
_GAP = 2.0
"""Between a name and whatever is next to it."""
_DISTANCES = (8, 16, 26, 38, 52, 68, 86)
"""From a dot to its name; from the second on a line joins them."""
_DIRECTIONS = 24

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """`x`, `y`: where the name begins, on its base line. `line`: from the dot to it, if it stands away."""

    x: float
    y: float
    line: tuple[Point, Point] | None


def placed(names: Sequence[str], points: Sequence[Point], width: float, height: float) -> list[Label | None]:
    """A place for each name, as near to its dot as can be; None where there is no room."""
    labels: list[Label | None] = [None] * len(names)
    boxes: list[Box] = []
    lines: list[tuple[Point, Point]] = []
    dots = [_around(point) for point in points]
    # The most crowded first: who stands alone finds room later too.
    for at in sorted(range(len(names)), key=lambda at: sum(math.dist(points[at], other) for other in points)):
        others = [dot for number, dot in enumerate(dots) if number != at]
        for box, line in _places(points[at], FONT_SIZE * len(names[at])):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            free = inside and not any(_overlap(box, other) for other in [*boxes, *dots])
            if not free or any(_crosses(box, *other) for other in lines):
                continue
            if line is not None and any(_crosses(other, *line) for other in [*boxes, *others]):
                continue
            boxes.append(box)
            lines += [line] if line else []
            labels[at] = Label(round(box[0] + _GAP, 1), round(box[3] - FONT_SIZE * 0.22, 1), line)
            break
    return labels


def _around(point: Point) -> Box:
    reach = _RADIUS + 1
    return point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach


def _places(dot: Point, length: float) -> Iterator[tuple[Box, tuple[Point, Point] | None]]:
    """Boxes for a name around a dot, the nearest first, with the line that is needed; right and left come first."""
    wide, high = length + 2 * _GAP, FONT_SIZE + _GAP
    turns = sorted(range(_DIRECTIONS), key=lambda turn: abs(math.sin(math.tau * turn / _DIRECTIONS)))
    for distance in _DISTANCES:
        for turn in turns:
            toward = math.cos(math.tau * turn / _DIRECTIONS), math.sin(math.tau * turn / _DIRECTIONS)
            end = dot[0] + distance * toward[0], dot[1] + distance * toward[1]
            left = end[0] - wide * (1 - toward[0]) / 2
            top = end[1] - high * (1 - toward[1]) / 2
            line = None
            if distance > _DISTANCES[0]:
                start = dot[0] + _RADIUS * toward[0], dot[1] + _RADIUS * toward[1]
                line = (_rounded(start), _rounded(end))
            yield (left, top, left + wide, top + high), line


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(box: Box, start: Point, end: Point) -> bool:
    """True if a line passes through a box; looked at in steps finer than any box."""
    steps = max(1, math.ceil(math.dist(start, end) / 3))
    return any(
        box[0] < start[0] + (end[0] - start[0]) * step / steps < box[2]
        and box[1] < start[1] + (end[1] - start[1]) * step / steps < box[3]
        for step in range(steps + 1)
    )
