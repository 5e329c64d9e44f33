"""The one place that reaches for a name instructor does not export.

Instructor looks through the class of the answer four times in each call for validators it cannot
run, a fifth of what a call costs. Our stand-ins have none. Everything works without this, only
slower: `tests/llm/test_instructor.py` fails when the name has moved.
"""

from __future__ import annotations

from importlib import import_module

_MODULES = ("instructor.v2.validation.async_validators", "instructor.v2.core.patch")
_NAME = "reject_async_validators"


def spare(base: type) -> bool:
    """Have instructor inspect no subclass of ``base``; say whether that could be arranged."""
    try:
        modules = [import_module(name) for name in _MODULES]
        inspect = getattr(modules[0], _NAME)
        holders = [module for module in modules if getattr(module, _NAME) is inspect]
    except (ImportError, AttributeError):
        return False

    def inspect_others(response_model: object) -> None:
        if not (isinstance(response_model, type) and issubclass(response_model, base)):
            inspect(response_model)

    for module in holders:
        setattr(module, _NAME, inspect_others)
    return True
