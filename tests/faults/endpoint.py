"""An endpoint that goes through a script for one article and is well for all others."""

from __future__ import annotations

import threading

from fake_endpoint import Request, Step
from fake_model import FakeModel

WELL = Step(body=b"")


class ScriptedModel(FakeModel):
    """Plays, per marker, steps in order, the last one for ever; without one it answers well.

    Attributes:
        scripts: steps by marker; ``WELL`` is a good answer.
    """

    def __init__(self):
        super().__init__()
        self.scripts: dict[str, list[Step]] = {}
        self._turn = threading.Lock()

    def script(self, marker: str, *steps: Step) -> None:
        self.scripts[marker] = list(steps)

    def heal(self) -> None:
        """From now on every answer is good."""
        self.scripts.clear()
        self.by_marker.clear()
        self.on_request = lambda _request: None

    def step_for(self, request: Request) -> Step:
        text = request.body.decode()
        with self._turn:
            for marker, steps in self.scripts.items():
                if marker in text:
                    step = steps.pop(0) if len(steps) > 1 else steps[0]
                    return super().step_for(request) if step is WELL else step
        return super().step_for(request)

    def about(self, marker: str, since: int = 0) -> list[Request]:
        """Requests about an article, from the number ``since`` on."""
        return [one for one in self.requests[since:] if marker in one.body.decode()]
