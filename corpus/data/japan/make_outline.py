"""Write outline.json: the coast of Japan as rings of points, fine enough for a map of a hand's width.

    python corpus/data/japan/make_outline.py world-atlas-2.0.2.tgz

Source: Natural Earth (public domain), 1:10m countries, as carried by the npm package `world-atlas` (ISC); the archive
is only read, neither installed nor shipped.
"""

import json
import sys
import tarfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

JAPAN = "392"
NORTHERN_TERRITORIES = (145.3, 43.3, 149.0, 45.6)
"""西, 南, 東, 北 of 北方領土, which Natural Earth files under another country."""
SMALLEST = 0.002
"""Square degrees: islands of less than about 20 square kilometres are left out."""
TOLERANCE = 0.008
"""Degrees that a line may lie beside the coast."""

Point = tuple[float, float]
Ring = list[Point]


def read_atlas(archive: Path) -> dict[str, Any]:
    """The topology of all countries."""
    with tarfile.open(archive) as package:
        file = package.extractfile("package/countries-10m.json")
        assert file is not None
        topology: dict[str, Any] = json.load(file)
    return topology


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """Its arcs in degrees; as stored, each point is a step from the one before."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(arc)
    return arcs


def rings_of(topology: dict[str, Any]) -> Iterator[Ring]:
    """The outer rings of Japan's islands."""
    arcs = arcs_of(topology)
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country.get("arcs", []) if country["type"] == "MultiPolygon" else [country.get("arcs", [])]
        for outer in (polygon[0] for polygon in polygons if polygon):
            ring = joined(outer, arcs)
            if country.get("id") == JAPAN or within(ring, NORTHERN_TERRITORIES):
                yield ring


def joined(numbers: list[int], arcs: list[Ring]) -> Ring:
    """The arcs of a ring, end to end; a number below zero means an arc read backwards."""
    ring: Ring = []
    for number in numbers:
        ring += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if ring else 0 :]
    return ring


def within(ring: Ring, box: tuple[float, float, float, float]) -> bool:
    """True if every point lies in the box."""
    west, south, east, north = box
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def area(ring: Ring) -> float:
    """Square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def simplified(line: Ring) -> Ring:
    """The line without points that lie within the tolerance of it (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    far, at = max((distance(point, line[0], line[-1]), number) for number, point in enumerate(line[1:-1], start=1))
    if far <= TOLERANCE:
        return [line[0], line[-1]]
    return simplified(line[: at + 1])[:-1] + simplified(line[at:])


def distance(point: Point, start: Point, end: Point) -> float:
    """Degrees from a point to a segment."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    offset = (point[0] - start[0], point[1] - start[1])
    part = min(1.0, max(0.0, (offset[0] * along[0] + offset[1] * along[1]) / length)) if length else 0.0
    return float(((offset[0] - part * along[0]) ** 2 + (offset[1] - part * along[1]) ** 2) ** 0.5)


def main(archive: str) -> None:
    """Write outline.json beside this script."""
    kept = sorted((ring for ring in rings_of(read_atlas(Path(archive))) if area(ring) >= SMALLEST), key=area)
    rings = []
    for ring in reversed(kept):
        middle = len(ring) // 2  # a ring begins where it ends: halves keep it open
        points = simplified(ring[: middle + 1])[:-1] + simplified(ring[middle:])
        rings.append([[round(x, 3), round(y, 3)] for x, y in points])
    lines = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in rings)
    Path(__file__).with_name("outline.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
