"""The tool that makes the bundled outlines: the same lines in other units, and nothing lost."""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools/outlines.py"


@pytest.fixture
def tool():
    spec = importlib.util.spec_from_file_location("outlines_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def topology(*arcs, geometries, scale=(1, 1), translate=(0, 0)):
    return {
        "transform": {"scale": scale, "translate": translate},
        "arcs": arcs,
        "objects": {"countries": {"geometries": geometries}},
    }


def square(name="Aldo", kind="Polygon", arcs=((0,),)):
    return {"type": kind, "arcs": arcs, "properties": {"name": name}}


def test_points_are_told_step_by_step_in_units(tool):
    arc = [[2, 3], [1, 0], [0, 1], [-1, -1]]
    made = tool.outlines(topology(arc, geometries=[square()], scale=(0.5, 0.5)), 0.1)
    assert made["arcs"] == [[10, 15, 5, 0, 0, 5, -5, -5]]
    assert made["countries"] == [["Aldo", [(0,)]]]


def test_points_that_fall_together_are_one(tool):
    arc = [[0, 0], [1, 0], [1, 0], [0, 40]]
    made = tool.outlines(topology(arc, geometries=[], scale=(0.1, 0.1)), 1.0)
    assert made["arcs"] == [[0, 0, 0, 4]]


def test_a_line_goes_on_beyond_the_antimeridian(tool):
    arc = [[179, 0], [-358, 1], [358, 1]]
    made = tool.outlines(topology(arc, geometries=[]), 1.0)
    assert made["arcs"] == [[179, 0, 2, 1, -2, 1]]


def test_islands_are_rings_of_their_country_and_points_are_none(tool):
    islands = square(kind="MultiPolygon", arcs=(((0,), (1,)), ((2,),)))
    assert tool.rings(islands) == [(0,), (1,), (2,)]
    with pytest.raises(ValueError, match="Point is no country"):
        tool.rings(square(kind="Point"))


def test_the_command_writes_both_files_the_same_each_time(tmp_path):
    held = tmp_path / "tools"
    held.mkdir()
    (held / "outlines.py").write_bytes(TOOL.read_bytes())
    target = tmp_path / "llm_extract/report/outlines"
    target.mkdir(parents=True)
    text = json.dumps(topology([[0, 0], [1, 0], [0, 1], [-1, -1]], geometries=[square()]))
    for scale in ("110m", "50m"):
        (tmp_path / f"countries-{scale}.json").write_text(text, encoding="utf-8")
    command = [sys.executable, str(held / "outlines.py"), str(tmp_path)]
    runs = []
    for _ in range(2):
        subprocess.run(command, check=True, capture_output=True)
        runs.append([path.read_bytes() for path in sorted(target.iterdir())])
    assert runs[0] == runs[1]
    assert json.loads(gzip.decompress(runs[0][0]))["step"] == 0.01
