"""Own the record of every call, in memory and as a file of JSON lines; it judges nothing."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from tests.fakes.botapi.replies import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Hold one call and what the server did with it.

    `accepted` says whether the server did the thing asked for, whatever the client heard of it;
    `outcome` is "ok", the error's description, or the name of the fault that hid the answer.
    `early` marks a call made before an earlier retry_after had passed; `problems` what broke the
    published description.
    """

    time: float
    method: str
    chat: str
    params: Json
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    outcome: str = "ok"
    status: int = 200
    accepted: bool = True
    message_id: int | None = None
    early: bool = False
    problems: list[str] = field(default_factory=list)


class Journal:
    """Keep calls in order; each is on disk before its answer leaves."""

    def __init__(self, path: Path | None = None) -> None:
        self.calls: list[Call] = []
        self._file: TextIO | None = path.open("a", encoding="utf-8") if path else None

    def add(self, call: Call) -> None:
        """Append one call."""
        self.calls.append(call)
        if self._file is not None:
            self._file.write(json.dumps(asdict(call), ensure_ascii=True) + "\n")
            self._file.flush()

    def of(self, method: str, chat: int | str | None = None) -> list[Call]:
        """Return the calls of a method, of one chat if given."""
        return [
            call
            for call in self.calls
            if call.method == method and (chat is None or call.chat == str(chat))
        ]

    @property
    def accepted(self) -> list[Call]:
        """Return the calls that put a message into a chat."""
        return [call for call in self.calls if call.accepted and call.method.startswith("send")]

    @property
    def early(self) -> list[Call]:
        """Return the calls that ignored an earlier retry_after."""
        return [call for call in self.calls if call.early]

    @property
    def problems(self) -> list[str]:
        """Return every breach of the published description."""
        return [f"{call.method}: {problem}" for call in self.calls for problem in call.problems]

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def read_journal(path: Path) -> Iterator[Call]:
    """Yield the calls of a journal file; a last line cut short by a kill is left out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield Call(**json.loads(line))
