"""The recorded cases of this repository: what the embedded model makes of the example articles."""

from __future__ import annotations


def test_case(extract_case):
    extract_case.assert_accepted(fail_on="neutral")
