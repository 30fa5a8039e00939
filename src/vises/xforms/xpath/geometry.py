"""area(), distance() and geofence(): points are "latitude longitude [altitude accuracy]", lines are points with `;`."""

from __future__ import annotations

import math
from itertools import pairwise

RADIUS = 6_378_100
"""Metres; the equatorial radius that ODK's engines use."""

Point = tuple[float, float]


def point_of(text: str) -> Point | None:
    """Latitude and longitude in degrees; None if `text` is no point."""
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def line_of(texts: list[str]) -> list[Point]:
    """The points of one trace, or of several single points; empty if any is no point."""
    parts = texts if len(texts) > 1 else texts[0].strip().rstrip("; ").split(";") if texts else []
    points = [point_of(part) for part in parts]
    whole = [point for point in points if point is not None]
    return whole if len(whole) == len(points) else []


def _cents(value: float) -> float:
    return abs(math.floor(value * 100 + 0.5) / 100)


def geo_area(text: str, texts: list[str]) -> float:
    """Square metres inside the closed trace."""
    points = line_of(texts or [text])
    if len(points) < 3:
        return 0.0
    if points[0] != points[-1]:
        points = [*points, points[0]]
    total = 0.0
    for start, end in pairwise(points):
        total += math.radians(end[1] - start[1]) * (
            2 + math.sin(math.radians(end[0])) + math.sin(math.radians(start[0]))
        )
    return _cents(total * RADIUS * RADIUS / 2)


def geo_distance(texts: list[str]) -> float:
    """Metres along the trace; NaN if it is none."""
    points = line_of(texts)
    if len(points) < 2:
        return math.nan
    total = 0.0
    for start, end in pairwise(points):
        first, second = math.radians(start[0]), math.radians(end[0])
        across = math.cos(math.radians(start[1] - end[1]))
        angle = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * across
        total += math.acos(max(-1.0, min(1.0, angle))) * RADIUS
    return _cents(total)


def inside(point_text: str, shape_text: str) -> bool:
    """Whether the point lies in the closed shape."""
    point, shape = point_of(point_text), line_of([shape_text])
    if point is None or len(shape) < 2 or shape[0] != shape[-1]:
        return False
    result = False
    for (lat1, long1), (lat2, long2) in pairwise(shape):
        crosses = (lat2 > point[0]) != (lat1 > point[0])
        if crosses and point[1] < (long1 - long2) * (point[0] - lat2) / (lat1 - lat2) + long2:
            result = not result
    return result
