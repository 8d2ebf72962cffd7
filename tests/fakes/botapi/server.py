"""Own the HTTP side: parse a call, apply faults and flood control, answer, journal.

It listens on the loopback interface only. Beside the Bot API it has a small control side under
`/_fake/`, for a test that drives it from another process.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.fakes.botapi.description import Description
from tests.fakes.botapi.faults import BEFORE, Action, Fault, Faults
from tests.fakes.botapi.flood import FloodControl, FloodLimits
from tests.fakes.botapi.journal import Call, Journal
from tests.fakes.botapi.methods import Methods
from tests.fakes.botapi.params import integer, read_params
from tests.fakes.botapi.replies import ApiError, Json, bad_request, too_many_requests
from tests.fakes.botapi.world import Chat, Condition, World

TOKEN = "4200000000:fake-token_for-tests-only-000000000"
MAX_BODY_BYTES = 50 * 1024 * 1024
PACED = re.compile(r"send(?!ChatAction)\w+|edit\w+")
"""The methods that flood control counts."""


@dataclass(slots=True)
class _Verdict:
    """Gather what becomes of one call on its way to the journal."""

    body: Json
    status: int = 200
    accepted: bool = False
    early: bool = False
    outcome: str = "ok"


class FakeBotApi:
    """Be a Bot API server for one bot. Use as an async context manager or start and stop it."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        clock: Callable[[], float] = time.time,
        limits: FloodLimits | None = None,
        journal: Journal | None = None,
        seed: int = 0,
        description: Description | None = None,
    ) -> None:
        self.token = token
        self.clock = clock
        self.world = World()
        self.faults = Faults(seed)
        self.flood = FloodControl(limits or FloodLimits())
        self.journal = journal or Journal()
        self.url = ""
        self._description = description or Description.load()
        self._methods = Methods(self.world, clock)
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one. `url` then says where."""
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_post("/_fake/{what}", self._control)
        app.router.add_get("/_fake/{what}", self._control)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, reuse_address=True)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Close every connection, also those of calls that hang."""
        self._stopping.set()
        self.world.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self.journal.close()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    def apply(self, script: Json) -> None:
        """Take chats, faults and limits from their JSON form; keys are the fields' names."""
        for shape in script.get("chats", []):
            chat = self.world.chat(shape["id"])
            for key, value in shape.items():
                setattr(chat, key, _chat_value(key, value))
        for shape in script.get("faults", []):
            self.faults.add(Fault.from_json(shape))
        if "limits" in script:
            limits = script["limits"]
            self.flood.limits = FloodLimits(**limits) if limits else FloodLimits.off()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        refusal = self._refuse_token(request.match_info["token"])
        if refusal is not None:
            self._note(method, {}, _refused(refusal), [])
            return _answer(refusal.body(), refusal.code)
        params = await read_params(request)
        problems = self._description.check_request(method, params) if self._description else []
        fault = self.faults.pick(method, str(params.get("chat_id", "")))
        if fault is not None and fault.action is not Action.DRIP_AFTER and fault.delay_s:
            await asyncio.sleep(fault.delay_s)
        if fault is not None and fault.action in BEFORE:
            return await self._fail_before(request, method, params, fault)
        verdict = await self._perform(method, params)
        if verdict.status == 200 and self._description:
            problems += self._description.check_reply(method, verdict.body["result"])
        if fault is not None and fault.action is not Action.SLOW and verdict.accepted:
            verdict.outcome = str(fault.action)
        self._note(method, params, verdict, problems)
        if fault is not None and verdict.accepted:
            return await self._fail_after(request, verdict, fault)
        return _answer(verdict.body, verdict.status)

    def _refuse_token(self, token: str) -> ApiError | None:
        if token == self.token:
            return None
        well_formed = re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]{30,}", token)
        return ApiError(401, "Unauthorized") if well_formed else ApiError(404, "Not Found")

    async def _perform(self, method: str, params: Json) -> _Verdict:
        try:
            if method == "getUpdates":
                result: Any = await self.world.poll(
                    integer(params, "offset", 0),
                    min(max(integer(params, "limit", 100), 1), 100),
                    integer(params, "timeout", 0),
                )
            else:
                early = self._pace(method, params)
                if early is not None:
                    return early
                result = self._methods.call(method, params)
        except ApiError as error:
            return _refused(error)
        return _Verdict({"ok": True, "result": result}, accepted=True)

    def _pace(self, method: str, params: Json) -> _Verdict | None:
        if not PACED.fullmatch(method):
            return None
        chat = self.world.chat(params.get("chat_id", ""))
        if chat.refusal() is not None:
            return None
        verdict = self.flood.ask(chat.id, self.clock(), is_group=chat.is_group)
        if not verdict.retry_after:
            return None
        refused = _refused(too_many_requests(verdict.retry_after))
        refused.early = verdict.early
        return refused

    async def _fail_before(
        self, request: web.Request, method: str, params: Json, fault: Fault
    ) -> web.StreamResponse:
        if fault.action is not Action.REPLY:
            self._note(method, params, _Verdict({}, 0, outcome=str(fault.action)), [])
            return await self._break(request, hang=fault.action is Action.HANG_BEFORE)
        error = _reply(fault)
        if fault.retry_after:
            chat = params.get("chat_id")
            closed = self.world.chat(chat).id if chat else None
            self.flood.close(closed, self.clock() + fault.retry_after)
        self._note(method, params, _refused(error), [])
        return _answer(error.body(), error.code)

    async def _fail_after(
        self, request: web.Request, verdict: _Verdict, fault: Fault
    ) -> web.StreamResponse:
        match fault.action:
            case Action.FAIL_AFTER:
                return _answer(_reply(fault).body(), fault.status)
            case Action.GARBLE:
                return web.Response(text="<html>no json here", content_type="text/html")
            case Action.DRIP_AFTER:
                return await self._drip(request, fault.delay_s)
            case Action.CLOSE_AFTER | Action.HANG_AFTER:
                return await self._break(request, hang=fault.action is Action.HANG_AFTER)
            case _:
                return _answer(verdict.body, verdict.status)

    async def _break(self, request: web.Request, *, hang: bool) -> web.StreamResponse:
        if hang:
            await self._stopping.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _drip(self, request: web.Request, delay_s: float) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while not self._stopping.is_set():
                await response.write(b" ")
                await asyncio.sleep(delay_s)
        return response

    def _note(self, method: str, params: Json, verdict: _Verdict, problems: list[str]) -> None:
        result = verdict.body.get("result")
        message = result if isinstance(result, dict) and "message_id" in result else {}
        plain = {
            key: f"<{len(value)} bytes>" if isinstance(value, bytes) else value
            for key, value in params.items()
        }
        self.journal.add(
            Call(
                time=self.clock(),
                method=method,
                chat=str(params.get("chat_id", "")),
                params=plain,
                text=message.get("text") or message.get("caption") or "",
                entities=message.get("entities") or message.get("caption_entities") or [],
                outcome=verdict.outcome,
                status=verdict.status,
                accepted=verdict.accepted,
                message_id=message.get("message_id"),
                early=verdict.early,
                problems=problems,
            )
        )

    async def _control(self, request: web.Request) -> web.StreamResponse:
        """Serve a test in another process: script, update, say, press, calls, clear, health."""
        body = await request.json() if request.can_read_body else {}
        what = request.match_info["what"]
        match what:
            case "health":
                return web.json_response({"ok": True})
            case "script":
                self.apply(body)
            case "clear":
                self.faults.clear()
            case "update":
                return web.json_response(self.world.inject(body))
            case "say":
                return web.json_response(self.world.say(**body | {"date": int(self.clock())}))
            case "press":
                return web.json_response(self.world.press(**body))
            case "calls":
                shape = [{"method": c.method, "outcome": c.outcome} for c in self.journal.calls]
                return web.json_response(shape)
            case _:
                return web.json_response({"error": f"no control named {what}"}, status=404)
        return web.json_response({"ok": True})


def _chat_value(key: str, value: Any) -> Any:
    match key:
        case "condition":
            return Condition(value)
        case "topics" | "admins" | "members":
            return None if value is None else set(value)
        case _ if key in Chat.__slots__:
            return value
    raise ValueError(f"a chat has no {key!r}")


def _reply(fault: Fault) -> ApiError:
    if fault.retry_after:
        return too_many_requests(fault.retry_after)
    if fault.migrate_to:
        sentence = "group chat was upgraded to a supergroup chat"
        return bad_request(sentence, migrate_to_chat_id=fault.migrate_to)
    return ApiError(fault.status, fault.description)


def _refused(error: ApiError) -> _Verdict:
    return _Verdict(error.body(), error.code, outcome=error.description)


def _answer(body: Json, status: int) -> web.Response:
    return web.json_response(body, status=status)
