"""A model on loopback that knows what to say about each article."""

from __future__ import annotations

import json
import time

import fake_endpoint
from fake_endpoint import FakeEndpoint, Request, Step, answers


class FakeModel(FakeEndpoint):
    """Answers with the step of the first marker the request holds, else with an empty record."""

    def __init__(self):
        super().__init__()
        self.by_marker: dict[str, Step] = {}
        self.on_request = lambda _request: None
        self._server.RequestHandlerClass = _Handler

    def step_for(self, request: Request) -> Step:
        text = request.body.decode()
        fitting = [step for marker, step in self.by_marker.items() if marker in text]
        if fitting and (fitting[0].body or fitting[0].status != 200):
            return fitting[0]
        schema = request.json["response_format"]["json_schema"]["schema"]
        step = answers(json.dumps(empty(schema, schema)))
        return Step(body=step.body, delay=fitting[0].delay) if fitting else step


class _Handler(fake_endpoint._Handler):
    def do_POST(self):  # noqa: N802
        fake = self.server.endpoint
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, headers, body)
        fake.requests.append(request)
        fake.on_request(request)
        step = fake.step_for(request) if body else fake.next_step()
        time.sleep(step.delay)
        self._head(step)
        self._body(step, fake.stopping)

    do_GET = do_POST  # noqa: N815


def empty(schema, root):
    """The emptiest value a JSON Schema allows."""
    if "$ref" in schema:
        return empty(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema or "null" in schema.get("type", ()):
        return None
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        return {name: empty(part, root) for name, part in schema["properties"].items()}
    return {"array": [], "string": "xx", "integer": 0, "boolean": False}[schema["type"]]


def obituary(name: str, **lists) -> Step:
    """An answer about `name`; `positions` and the like fill the lists of the record."""
    person = {"name": name, "born": None, "died": None, "age": None, "place_of_death": None}
    record = {"person": person, "positions": [], "survivors": [], "tributes": [], **lists}
    return answers(json.dumps(record))
