"""The README's tutorial, line by line, in a folder of its own.

Only the model is not there: its answers lie where an interrupted recording would have left them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
MODEL = "qwen2.5-coder-1.5b"
ANSWERS = {
    "conflict_events@2": ROOT / "cases" / "conflict_events@2" / MODEL / "recordings",
    "conflict_events@3": ROOT / "tests" / "cassettes" / "tutorial",
}
# Commands that say by their exit code that something differs.
DIFFER = re.compile(r"llm-extract (prompts )?diff ")


def commands() -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## Change a prompt without fear\n")[2]
    block = section.partition("```sh\n")[2].partition("```")[0]
    return [line for line in block.splitlines() if line]


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory):
    """As much of a clone as the tutorial uses, with the answers of the model staged.

    Returns its project after the last line, and what each line printed.
    """
    clone = tmp_path_factory.mktemp("clone")
    for part in ("examples/articles", "gold"):
        shutil.copytree(ROOT / part, clone / part)
    for prompt, answers in ANSWERS.items():
        place = clone / "my-project" / "cases" / prompt / MODEL / ".staging"
        shutil.copytree(answers, place)
    first, *lines = commands()
    assert first.endswith("&& cd my-project")
    run(first, clone)
    return clone / "my-project", [run(line, clone / "my-project") for line in lines]


def run(line: str, folder: Path) -> str:
    """Run a line as it stands, without what this process was started with; what it printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-ec", line],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == int(bool(DIFFER.match(line))), said
    assert "Traceback" not in said
    return said


def test_the_tutorial(tutorial):
    project, said = tutorial
    recorded, accepted, first, new, _, prompts, again, diff, scores, _, last = said
    assert "5 recorded, 0 as they should be, 0 failed; 0 requests" in recorded
    assert accepted.count("new        conflict_events@2") == 5
    assert "5 passed" in first
    assert "prompts/conflict_events/v3.md" in new
    assert "never statements or visits" in prompts
    assert "5 recorded" in again
    for word in ("critical", "major", "minor", "01-hill-fighting.txt", "sub_event_type"):
        assert word in diff
    assert "F1 compared with conflict_events@2" in scores
    assert "10 passed" in last
    assert (project / "prompts" / "prompts.lock").is_file()


def test_an_article_that_was_touched_makes_exactly_its_cases_stale(tutorial):
    project, _ = tutorial
    article = project / "cases" / "articles" / "05-harvest-fair.txt"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("pumpkin", "melon", 1), encoding="utf-8")
    done = run("pytest > out.txt || cat out.txt", project)
    # It has a case of each of the two prompts.
    assert "2 errors" in done
    assert "8 passed" in done
    assert "the article changed since it was recorded" in done
