from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from cli.program import call

SLOW = ("asyncio", "httpx2", "importlib.metadata", "instructor", "jinja2", "openai", "pydantic")


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("run",),
        ("export",),
        ("plan",),
        ("models",),
        ("models", "list"),
        ("models", "pull"),
        ("models", "path"),
        ("prompts",),
        ("prompts", "list"),
        ("prompts", "show"),
        ("prompts", "diff"),
        ("prompts", "new"),
        ("prompts", "lock"),
        ("prompts", "check"),
        ("schemas",),
        ("schemas", "list"),
        ("schemas", "show"),
        ("schemas", "columns"),
        ("schemas", "diff"),
        ("schemas", "new"),
        ("schemas", "lock"),
        ("schemas", "check"),
        ("init",),
        ("doctor",),
        ("check",),
        ("migrate",),
        ("report",),
        ("eval",),
        ("diff",),
        ("compare",),
        ("record",),
        ("replay",),
        ("accept",),
        ("drift",),
        ("review",),
    ],
)
def test_every_command_has_help(command):
    result = call(*command, "--help")
    assert result.exit_code == 0
    assert "Usage: " in result.stdout


def test_the_help_of_run_tells_the_exit_codes():
    words = " ".join(call("run", "--help").stdout.split())
    assert "0 all articles have a record, 1 some failed, 2 usage, 3 run aborted" in words
    assert "130 interrupted" in words


def test_help_loads_nothing_slow():
    program = (
        "import sys\n"
        "from llm_extract.cli import main\n"
        "sys.argv = ['llm-extract', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)\n"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert shown.stderr == "[]\n"
    assert "doctor" in shown.stdout


def test_the_version():
    assert call("--version").stdout == f"llm-extract {version('llm-extract')}\n"


@pytest.mark.parametrize("arguments", [("runn",), ("run",), ("run", "x", "--limit", "0")])
def test_a_usage_error_is_no_traceback(arguments):
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
