"""How many examples a property gets: few in `make test`, all of them with the thorough profile."""

from __future__ import annotations

from hypothesis import settings

THOROUGH = 100
BRIEF = 20
# Below this a property says little.
_LEAST = 5


def register_profiles() -> None:
    """Make ``brief`` and ``thorough`` known; ``--hypothesis-profile`` chooses the second.

    A busy machine must not fail a property, so that none has a deadline.
    """
    settings.register_profile("brief", deadline=None, max_examples=BRIEF)
    settings.register_profile("thorough", deadline=None, max_examples=THOROUGH)
    settings.load_profile("brief")


def examples(thorough: int) -> int:
    """Of the examples a property gets when thorough, as many as the profile takes of the usual."""
    most = settings.get_profile(settings.get_current_profile_name()).max_examples
    return max(_LEAST, thorough * most // THOROUGH)
