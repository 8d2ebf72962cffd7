"""Own a Bot API server for tests: it obeys Telegram's limits and journals every call.

It runs inside a test (`async with FakeBotApi() as api`) or as a process of its own
(`python -m tests.fakes.botapi --port 8081 --journal calls.jsonl`). It keeps nothing on disk but
the journal, and it knows nothing of newsbot.
"""

from tests.fakes.botapi.description import Description
from tests.fakes.botapi.entities import BadEntities, parse_html
from tests.fakes.botapi.faults import Action, Fault, Faults
from tests.fakes.botapi.flood import FloodControl, FloodLimits
from tests.fakes.botapi.journal import Call, Journal, read_journal
from tests.fakes.botapi.replies import ApiError, Json
from tests.fakes.botapi.server import TOKEN, FakeBotApi
from tests.fakes.botapi.world import Chat, Condition, World

__all__ = [
    "TOKEN",
    "Action",
    "ApiError",
    "BadEntities",
    "Call",
    "Chat",
    "Condition",
    "Description",
    "FakeBotApi",
    "Fault",
    "Faults",
    "FloodControl",
    "FloodLimits",
    "Journal",
    "Json",
    "World",
    "parse_html",
    "read_journal",
]
