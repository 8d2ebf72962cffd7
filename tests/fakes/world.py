"""Own programmable stand-ins for the ports that loops ask for; each records what was asked."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsbot.domain.article import Extracted
from newsbot.domain.delivery import Receipt
from newsbot.domain.entry import SourceDocument
from newsbot.domain.message import Message
from newsbot.domain.ports import Fetched, NotModified, Pace, Validators
from newsbot.errors import ChannelError, NewsbotError, Unreachable
from newsbot.sources import PageSelectors

Answer = Fetched | NotModified | NewsbotError


@dataclass
class FakeFetcher:
    """Answer from a table of URLs; what is not there cannot be reached."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Validators | None]] = field(default_factory=list)

    async def get(
        self, url: str, *, validators: Validators | None = None, accept: str = "*/*"
    ) -> Fetched | NotModified:
        del accept
        self.asked.append((url, validators))
        answer = self.answers.get(url, Unreachable(f"no such host for {url}"))
        if isinstance(answer, NewsbotError):
            raise answer
        return answer


@dataclass
class FakeReader:
    """Read documents from a table of URLs."""

    documents: dict[str, SourceDocument] = field(default_factory=dict)

    selected: list[PageSelectors | None] = field(default_factory=list)

    async def read(self, fetched: Fetched) -> SourceDocument:
        return self.documents[fetched.url]

    async def read_page(
        self, fetched: Fetched, selectors: PageSelectors | None = None
    ) -> SourceDocument:
        self.selected.append(selectors)
        return self.documents[fetched.url]


@dataclass
class FakeExtractor:
    """Extract from a table of URLs; a page that is not there is empty."""

    pages: dict[str, Extracted] = field(default_factory=dict)
    known_lines: list[frozenset[str]] = field(default_factory=list)

    async def extract(
        self,
        fetched: Fetched,
        *,
        site_title: str = "",
        known_lines: frozenset[str] = frozenset(),
    ) -> Extracted:
        del site_title
        self.known_lines.append(known_lines)
        return self.pages.get(fetched.url, Extracted())


@dataclass
class FakeChannel:
    """Record messages and answer from a script for each address, then with receipts.

    A send to an address with a gate waits for it: so a test holds a message in the air. `began`
    and `accepted` are set by the first send that begins and by the first that is accepted.
    """

    name: str = "fake"
    script: dict[str, list[ChannelError]] = field(default_factory=dict)
    limits: Mapping[str, Sequence[Pace]] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    began: asyncio.Event = field(default_factory=asyncio.Event)
    accepted: asyncio.Event = field(default_factory=asyncio.Event)
    sent: list[tuple[str, Message]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    def normalise(self, address: str) -> str:
        return address.strip()

    def paces(self, address: str) -> tuple[Pace, ...]:
        return tuple(self.limits.get(address, self.limits.get("*", ())))

    async def send(self, address: str, message: Message) -> Receipt:
        self.tried.append(address)
        self.began.set()
        if address in self.gates:
            await self.gates[address].wait()
        waiting = self.script.get(address)
        if waiting:
            raise waiting.pop(0)
        self.sent.append((address, message))
        self.accepted.set()
        return Receipt(id=str(len(self.sent)))

    async def close(self) -> None:
        return


@dataclass
class EditingChannel(FakeChannel):
    """Record edits too. Fits `channels.Editing`."""

    edited: list[tuple[str, str, Message]] = field(default_factory=list)

    async def edit(self, address: str, receipt_id: str, message: Message) -> Receipt:
        self.edited.append((address, receipt_id, message))
        return Receipt(id=receipt_id)
