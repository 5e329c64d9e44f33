from __future__ import annotations

import random
import sys

import pytest

pytest.importorskip("fcntl")
from faults.kill_loop import Loop


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_again_and_again_loses_nothing_and_pays_once(rounds, tmp_path):
    tally = Loop(tmp_path, random.Random(7)).run(rounds)
    assert tally.rounds == rounds
    assert tally.finished >= 1
    assert (tally.paid_twice, tally.lost, tally.wrong, tally.broken) == (0, 0, 0, 0)
    assert tally.excess == 0


@pytest.mark.slow
def test_the_loop_sees_what_is_paid_for_twice(tmp_path):
    tally = Loop(tmp_path, random.Random(3), "--fresh").run(1)
    assert tally.paid_twice > 0
    assert tally.lost == 0
