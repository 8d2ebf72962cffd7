"""Own the check of requests and replies against a published Bot API description.

The description is a JSON file of methods and types; without it nothing is checked. It decides
nothing about behaviour.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fakes.botapi.replies import Json

FILE = Path(__file__).parents[3].parent / "shared" / "data" / "botapi" / "api-10.0.min.json"


@dataclass(frozen=True, slots=True)
class Description:
    """Hold methods and types by name."""

    methods: Json
    types: Json

    @classmethod
    def load(cls, path: Path = FILE) -> "Description | None":
        """Return the description, None when the file is not there."""
        return _load(path) if path.is_file() else None

    def check_request(self, method: str, params: Json) -> list[str]:
        """Return what is wrong with the parameters: missing, unknown, of another type."""
        described = self.methods.get(method)
        if described is None:
            return ["no such method"]
        fields = {field["name"]: field for field in described.get("fields", [])}
        problems = [f"unknown parameter {name}" for name in params if name not in fields]
        for name, field in fields.items():
            if name not in params:
                if field["required"]:
                    problems.append(f"parameter {name} is missing")
            elif not any(self._fits_text(params[name], kind) for kind in field["types"]):
                problems.append(f"parameter {name} is no {' or '.join(field['types'])}")
        return problems

    def check_reply(self, method: str, result: object) -> list[str]:
        """Return what is wrong with the result of a method."""
        described = self.methods.get(method)
        if described is None or any(self._fits(result, kind) for kind in described["returns"]):
            return []
        return [f"the reply is no {' or '.join(described['returns'])}"]

    def check_type(self, name: str, value: object) -> list[str]:
        """Return what is wrong with a value of a named type."""
        return [] if self._fits(value, name) else [f"{value!r} is no {name}"]

    def _fits_text(self, value: object, kind: str) -> bool:
        """Say whether a parameter fits; forms carry everything as text, objects as JSON."""
        if self._fits(value, kind):
            return True
        if not isinstance(value, str) or kind == "String":
            return False
        try:
            return self._fits(json.loads(value.lower() if kind == "Boolean" else value), kind)
        except ValueError:
            return False

    def _fits(self, value: object, kind: str) -> bool:
        inner = kind.removeprefix("Array of ")
        if inner != kind:
            return isinstance(value, list) and all(self._fits(each, inner) for each in value)
        match kind:
            case "String":
                return isinstance(value, str)
            case "Integer":
                return isinstance(value, int) and not isinstance(value, bool)
            case "Float":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "Boolean" | "True":
                return isinstance(value, bool)
            case "InputFile":
                return isinstance(value, bytes)
        return isinstance(value, dict) and self._fits_object(value, self.types[kind])

    def _fits_object(self, value: Json, described: Json) -> bool:
        subtypes = described.get("subtypes")
        if subtypes:
            return any(self._fits(value, subtype) for subtype in subtypes)
        fields = {field["name"]: field for field in described.get("fields", [])}
        return all(
            any(self._fits(value[name], kind) for kind in field["types"])
            if name in value
            else not field["required"]
            for name, field in fields.items()
        ) and all(name in fields for name in value)


@cache
def _load(path: Path) -> Description:
    content = json.loads(path.read_text(encoding="utf-8"))
    return Description(content["methods"], content["types"])
