"""A map of a corpus's towns: Japan's coast and a dot for each, as SVG, cut to where the towns are."""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.web.map_labels import Label, placed
from assistant.web.templates import template
from corpus.entry import Municipality
from corpus.japan import outline
from corpus.library import Corpus

_WIDTH = 460.0
_LOWEST, _HIGHEST = 0.7, 1.35
"""The map's height, in widths."""
_MARGIN = 0.6
"""Degrees around the outermost towns."""
_NARROWEST = 2.0
"""Degrees that a map shows at least, so that a coast is seen."""
_MOST_LABELS = 40
"""With more towns than this the dots go without names: the list has them."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the Earth that a map shows; degrees of longitude are drawn as long as they are at its middle."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Units of the drawing for a degree of latitude."""
        return _WIDTH / ((self.east - self.west) * self._shortened)

    @property
    def height(self) -> float:
        """Of the drawing; its width is fixed."""
        return (self.north - self.south) * self.scale

    @property
    def _shortened(self) -> float:
        return math.cos(math.radians((self.south + self.north) / 2))

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies in the drawing."""
        x = (longitude - self.west) * self._shortened * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)

    def meets(self, ring: Sequence[tuple[float, float]]) -> bool:
        """True if the box around a ring meets the frame."""
        longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
        return (
            min(longitudes) <= self.east
            and max(longitudes) >= self.west
            and min(latitudes) <= self.north
            and max(latitudes) >= self.south
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """A town on the map; `shown`: it is in the list beside. `label`: where its name stands, if there is room."""

    town: Municipality
    x: float
    y: float
    shown: bool
    label: Label | None


def map_html(corpus: Corpus, shown: Collection[str]) -> str:
    """The map of all towns of a corpus whose place is known; those whose codes are not in `shown` are hollow."""
    places = list(_places(corpus.municipalities.values()))
    towns = [town for town, _ in places]
    frame = frame_of(towns)
    points = [frame.point(longitude, latitude) for _, (longitude, latitude) in places]
    labels: Sequence[Label | None] = [None] * len(towns)
    if len(towns) <= _MOST_LABELS:
        labels = placed([town.name for town in towns], points, _WIDTH, frame.height)
    dots = [
        Dot(town, x, y, town.code in shown, label) for town, (x, y), label in zip(towns, points, labels, strict=True)
    ]
    return template("map.html").render(
        dots=sorted(dots, key=lambda dot: dot.shown),  # a full dot lies above a hollow one
        coast=_coast(frame),
        width=_WIDTH,
        height=round(frame.height, 1),
        shown=sum(dot.shown for dot in dots),
    )


def _places(towns: Iterable[Municipality]) -> Iterator[tuple[Municipality, tuple[float, float]]]:
    """The towns whose place is known, with their longitude and latitude."""
    for town in towns:
        if town.longitude is not None and town.latitude is not None:
            yield town, (town.longitude, town.latitude)


def frame_of(towns: Sequence[Municipality]) -> Frame:
    """The part of the Earth around some towns, in a shape that fits beside a list; all of Japan if there are none."""
    places = [place for _, place in _places(towns)]
    longitudes = [longitude for longitude, _ in places] or [128.0, 146.0]
    latitudes = [latitude for _, latitude in places] or [30.0, 45.5]
    west, east = _widened(min(longitudes) - _MARGIN, max(longitudes) + _MARGIN, _NARROWEST)
    south, north = _widened(min(latitudes) - _MARGIN, max(latitudes) + _MARGIN, _NARROWEST)
    shortened = math.cos(math.radians((south + north) / 2))
    south, north = _widened(south, north, (east - west) * shortened * _LOWEST)
    west, east = _widened(west, east, (north - south) / shortened / _HIGHEST)
    return Frame(west, south, east, north)


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    more = max(0.0, least - (high - low)) / 2
    return low - more, high + more


def _coast(frame: Frame) -> str:
    """The islands in the frame, as the `d` of one SVG path."""
    return "".join(_path(frame, ring) for ring in outline() if frame.meets(ring))


def _path(frame: Frame, ring: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in (frame.point(*place) for place in ring)) + "Z"
