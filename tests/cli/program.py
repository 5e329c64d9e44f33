"""Running the command line, in this process or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import typer.testing

from cli.conftest import KEY
from llm_extract.cli import app

# Building thirty commands takes longer than running most of them; typer would do it each time.
typer.testing._get_command = cache(typer.testing._get_command)


def call(*arguments, stdin=None):
    """Run the command in this process; fails on anything but a clean exit."""
    result = typer.testing.CliRunner().invoke(app, [str(part) for part in arguments], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert KEY not in result.output
    return result


def process(*arguments, **options):
    """Start the program as a user does, with a buffered stdout."""
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    return subprocess.Popen(
        [sys.executable, "-m", "llm_extract", *map(str, arguments)],
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=options.pop("stderr", subprocess.PIPE),
        text=True,
        encoding="utf-8",
        env=options.pop("env", inherited),
        **options,
    )


def finish(started):
    """Wait for the end; returns exit code, stdout and stderr, without traceback or key."""
    out, err = started.communicate(timeout=30)
    assert "Traceback" not in err, err
    assert KEY not in (out or "") + err
    return started.returncode, out, err


def read_until(started, words):
    """Wait until the program has written ``words`` to stderr; the lines up to there are gone."""
    for line in started.stderr:
        if words in line:
            return
    raise AssertionError(f"it ended without saying {words!r}")


def run_options(model):
    """Options that send the articles to the fake model."""
    return ("run", "--prompt", "obituary", "--model", "fake", "--base-url", model.base_url)


def records(folder):
    text = (Path(folder) / "records.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def ids(lines):
    return [line["id"] for line in lines]


def wait_until(condition):
    for _ in range(1500):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it did not happen within 15 s")
