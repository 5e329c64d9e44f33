"""Makes the outlines of countries the report's map is drawn from.

Usage: python tools/outlines.py FOLDER

FOLDER holds ``countries-110m.json`` and ``countries-50m.json``, Natural Earth's countries (public
domain) in TopoJSON, as the npm package ``world-atlas`` 2.0.2 has them. The format of what is
written is told in ``llm_extract/report/outlines/README.md``.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "llm_extract/report/outlines"
# Degrees of one unit: about as fine as the files that are read.
STEPS = {"110m": 0.01, "50m": 0.0025}


def main(folder: Path) -> None:
    """Write both files and tell their sizes."""
    for scale, step in STEPS.items():
        topology = json.loads((folder / f"countries-{scale}.json").read_text(encoding="utf-8"))
        text = json.dumps(outlines(topology, step), ensure_ascii=False, separators=(",", ":"))
        target = TARGET / f"countries-{scale}.json.gz"
        # The same bytes for the same outlines.
        target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        print(f"{target.name}: {target.stat().st_size:,} bytes")


def outlines(topology: dict[str, Any], step: float) -> dict[str, Any]:
    """Arcs in units of ``step`` degrees, and countries as rings of arcs."""
    arcs = [list(deltas(quantised(arc, topology["transform"], step))) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    return {
        "step": step,
        "arcs": arcs,
        "countries": [[one["properties"]["name"], rings(one)] for one in countries],
    }


def quantised(
    arc: list[list[int]], transform: dict[str, list[float]], step: float
) -> Iterator[tuple[int, int]]:
    """Points of a TopoJSON arc in our units, without repetitions.

    An arc that crosses the antimeridian goes on beyond 180 or -180 degrees.
    """
    (scale_x, scale_y), (left, top) = transform["scale"], transform["translate"]
    turn = round(360 / step)
    x, y = 0, 0
    last: tuple[int, int] | None = None
    for dx, dy in arc:
        x, y = x + dx, y + dy
        point = round((x * scale_x + left) / step), round((y * scale_y + top) / step)
        if last:
            point = point[0] - turn * round((point[0] - last[0]) / turn), point[1]
        if point != last:
            yield point
        last = point


def deltas(points: Iterator[tuple[int, int]]) -> Iterator[int]:
    """One flat list: x and y of the first point, then of each step from one to the next."""
    x, y = 0, 0
    for next_x, next_y in points:
        yield from (next_x - x, next_y - y)
        x, y = next_x, next_y


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """Rings of a country; holes run the other way round."""
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    raise ValueError(f"a {geometry['type']} is no country")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
