"""The fake server keeps Telegram's rules: limits, floods, errors, updates, journal."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.botapi import (
    Action,
    Chat,
    Condition,
    Description,
    FakeBotApi,
    Fault,
    FloodLimits,
    Journal,
    Json,
    read_journal,
)

CHAT = 77
GROUP = -1_001_234_567_890
Caller = Callable[..., Awaitable[Json]]
requires_description = pytest.mark.skipif(
    Description.load() is None, reason="no Bot API description beside the repository"
)


class FixedClock:
    """Tell a time that only the test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def flooded(clock: FixedClock) -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi(clock=clock) as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def call(session: aiohttp.ClientSession) -> Caller:
    async def make(server: FakeBotApi, method: str, **params: object) -> Json:
        url = f"{server.url}/bot{server.token}/{method}"
        async with session.post(url, json=params) as answer:
            body: Json = await answer.json()
            assert body["ok"] is (answer.status == 200)
            return body

    return make


async def test_form_json_and_multipart_say_the_same(
    api: FakeBotApi, session: aiohttp.ClientSession
) -> None:
    url = f"{api.url}/bot{api.token}/sendMessage"
    fields = {"chat_id": "77", "text": "hello"}
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    bodies: list[Json] = [{"json": fields}, {"data": fields}, {"data": multipart}]
    for body in bodies:
        async with session.post(url, **body) as answer:
            assert (await answer.json())["result"]["text"] == "hello"
    assert [c.message_id for c in api.journal.accepted] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "Bad Request: message text is empty"),
        ("<b> </b>", "Bad Request: message text is empty"),
        ("<b>a", "Bad Request: can't parse entities: Can't find end tag"),
        ("😀" * 2049, "Bad Request: message is too long"),
    ],
)
async def test_a_text_that_telegram_refuses_is_refused(
    api: FakeBotApi, call: Caller, text: str, description: str
) -> None:
    answer = await call(api, "sendMessage", chat_id=CHAT, text=text, parse_mode="HTML")
    assert answer["error_code"] == 400
    assert answer["description"].startswith(description)
    assert api.journal.accepted == []


async def test_the_limit_counts_after_parsing(api: FakeBotApi, call: Caller) -> None:
    text = "<b>" + "&amp;" * 4096 + "</b>"
    assert (await call(api, "sendMessage", chat_id=CHAT, text=text, parse_mode="HTML"))["ok"]


async def test_a_caption_has_a_shorter_limit(api: FakeBotApi, call: Caller) -> None:
    assert (await call(api, "sendPhoto", chat_id=CHAT, photo="id", caption="x" * 1024))["ok"]
    long = await call(api, "sendPhoto", chat_id=CHAT, photo="id", caption="x" * 1025)
    assert long["description"] == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({"text": "x", "callback_data": "d" * 65}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "é" * 33}, "Bad Request: BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "d"}, "Bad Request: BUTTON_TEXT_INVALID"),
        ({"text": "x"}, "Bad Request: BUTTON_TYPE_INVALID"),
        ({"text": "x", "url": "no url"}, "Bad Request: inline keyboard button URL 'no url'"),
        (
            {"text": "x", "url": "http://localhost:1/"},
            "Bad Request: inline keyboard button URL 'http://localhost:1/' is invalid",
        ),
    ],
)
async def test_a_button_that_telegram_refuses_is_refused(
    api: FakeBotApi, call: Caller, button: Json, description: str
) -> None:
    markup = {"inline_keyboard": [[button]]}
    answer = await call(api, "sendMessage", chat_id=CHAT, text="x", reply_markup=markup)
    assert answer["description"].startswith(description)


async def test_more_than_a_hundred_buttons_are_refused(api: FakeBotApi, call: Caller) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "d"}]] * 101}
    answer = await call(api, "sendMessage", chat_id=CHAT, text="x", reply_markup=markup)
    assert answer["description"] == "Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_a_chat_takes_a_small_burst_and_then_one_a_second(
    flooded: FakeBotApi, call: Caller, clock: FixedClock
) -> None:
    answers = [await call(flooded, "sendMessage", chat_id=CHAT, text="x") for _ in range(4)]
    assert [a["ok"] for a in answers] == [True, True, True, False]
    assert answers[3]["parameters"] == {"retry_after": 1}
    clock.seconds += 1
    assert (await call(flooded, "sendMessage", chat_id=CHAT, text="x"))["ok"]
    assert flooded.journal.early == []


async def test_a_call_before_retry_after_has_passed_is_a_violation(
    flooded: FakeBotApi, call: Caller, clock: FixedClock
) -> None:
    flooded.faults.add(Fault(retry_after=43_200, status=429, times=1))
    await call(flooded, "sendMessage", chat_id=CHAT, text="x")
    clock.seconds += 43_199
    assert (await call(flooded, "sendMessage", chat_id=CHAT, text="x"))["error_code"] == 429
    clock.seconds += 1
    assert (await call(flooded, "sendMessage", chat_id=CHAT, text="x"))["ok"]
    assert len(flooded.journal.early) == 1


async def test_a_group_takes_twenty_in_any_minute(
    flooded: FakeBotApi, call: Caller, clock: FixedClock
) -> None:
    passed = 0
    for _ in range(60):
        passed += (await call(flooded, "sendMessage", chat_id=GROUP, text="x"))["ok"]
        clock.seconds += 1
    assert passed == 20
    assert (await call(flooded, "sendMessage", chat_id=GROUP, text="x"))["ok"]


async def test_a_bot_takes_thirty_in_a_second_over_all_chats(
    flooded: FakeBotApi, call: Caller, clock: FixedClock
) -> None:
    answers = [await call(flooded, "sendMessage", chat_id=1 + n, text="x") for n in range(40)]
    assert sum(a["ok"] for a in answers) == 33
    clock.seconds += 1
    assert (await call(flooded, "sendMessage", chat_id=99, text="x"))["ok"]


async def test_flood_control_can_be_switched_off(api: FakeBotApi, call: Caller) -> None:
    answers = [await call(api, "sendMessage", chat_id=GROUP, text="x") for _ in range(50)]
    assert all(a["ok"] for a in answers)


@pytest.mark.parametrize(
    ("condition", "code", "description"),
    [
        (Condition.BLOCKED, 403, "Forbidden: bot was blocked by the user"),
        (Condition.KICKED, 403, "Forbidden: bot was kicked from the private chat"),
        (Condition.DEACTIVATED, 403, "Forbidden: user is deactivated"),
        (Condition.UNKNOWN, 400, "Bad Request: chat not found"),
    ],
)
async def test_a_closed_chat_answers_with_its_condition(
    api: FakeBotApi, call: Caller, condition: Condition, code: int, description: str
) -> None:
    api.world.add(Chat(id=CHAT, kind="private", condition=condition))
    answer = await call(api, "sendMessage", chat_id=CHAT, text="x")
    assert (answer["error_code"], answer["description"]) == (code, description)


async def test_a_migrated_group_names_its_successor(api: FakeBotApi, call: Caller) -> None:
    api.world.add(Chat(id=-5, kind="group", migrated_to=GROUP))
    answer = await call(api, "sendMessage", chat_id=-5, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": GROUP}


@pytest.mark.parametrize(("token", "code"), [("1:" + "x" * 35, 401), ("nonsense", 404)])
async def test_another_token_is_refused(
    api: FakeBotApi, session: aiohttp.ClientSession, token: str, code: int
) -> None:
    async with session.get(f"{api.url}/bot{token}/getMe") as answer:
        assert answer.status == code


async def test_a_topic_that_does_not_exist_is_refused(api: FakeBotApi, call: Caller) -> None:
    api.world.add(Chat(id=GROUP, kind="supergroup", topics={5}))
    assert (await call(api, "sendMessage", chat_id=GROUP, text="x", message_thread_id=5))["ok"]
    answer = await call(api, "sendMessage", chat_id=GROUP, text="x", message_thread_id=6)
    assert answer["description"] == "Bad Request: message thread not found"


async def test_an_edit_changes_the_message_and_an_equal_one_is_refused(
    api: FakeBotApi, call: Caller
) -> None:
    await call(api, "sendMessage", chat_id=CHAT, text="x")
    edit = {"chat_id": CHAT, "message_id": 1, "text": "<b>y</b>", "parse_mode": "HTML"}
    assert (await call(api, "editMessageText", **edit))["result"]["text"] == "y"
    again = await call(api, "editMessageText", **edit)
    assert again["description"].startswith("Bad Request: message is not modified")
    other = await call(api, "editMessageText", **edit | {"message_id": 9})
    assert other["description"] == "Bad Request: message to edit not found"


async def test_updates_stay_until_a_higher_offset_asks(api: FakeBotApi, call: Caller) -> None:
    first = api.world.say(CHAT, "/start", date=1)["update_id"]
    api.world.say(CHAT, "hello", date=2)
    for _ in range(2):
        assert len((await call(api, "getUpdates"))["result"]) == 2
    assert len((await call(api, "getUpdates", offset=first + 1))["result"]) == 1
    assert len((await call(api, "getUpdates"))["result"]) == 1


async def test_a_long_poll_wakes_with_the_update(api: FakeBotApi, call: Caller) -> None:
    poll = asyncio.ensure_future(call(api, "getUpdates", timeout=50))
    await api.world.polling.wait()
    api.world.say(CHAT, "hello", date=1)
    assert (await poll)["result"][0]["message"]["text"] == "hello"


async def test_the_second_poller_drives_out_the_first(api: FakeBotApi, call: Caller) -> None:
    first = asyncio.ensure_future(call(api, "getUpdates", timeout=50))
    await api.world.polling.wait()
    second = asyncio.ensure_future(call(api, "getUpdates", timeout=50))
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    api.world.say(CHAT, "hello", date=1)
    assert (await second)["ok"]


async def test_polling_beside_a_webhook_is_a_conflict(api: FakeBotApi, call: Caller) -> None:
    assert (await call(api, "setWebhook", url="https://bot.example/hook"))["ok"]
    assert (await call(api, "getWebhookInfo"))["result"]["url"] == "https://bot.example/hook"
    assert (await call(api, "getUpdates"))["error_code"] == 409
    await call(api, "deleteWebhook")
    assert (await call(api, "getUpdates"))["ok"]


async def test_a_press_is_answered_once(api: FakeBotApi, call: Caller) -> None:
    await call(api, "sendMessage", chat_id=CHAT, text="x")
    query = api.world.press(CHAT, 1, "mute")["callback_query"]["id"]
    assert (await call(api, "answerCallbackQuery", callback_query_id=query))["ok"]
    assert not (await call(api, "answerCallbackQuery", callback_query_id=query))["ok"]


async def test_members_and_admins_are_told_apart(api: FakeBotApi, call: Caller) -> None:
    api.world.add(Chat(id=GROUP, kind="supergroup", admins={1}, members={2}))

    async def status(user: int) -> str:
        answer = await call(api, "getChatMember", chat_id=GROUP, user_id=user)
        return str(answer["result"]["status"])

    assert [await status(user) for user in (1, 2, 3)] == ["creator", "member", "left"]
    admins = (await call(api, "getChatAdministrators", chat_id=GROUP))["result"]
    assert [admin["user"]["id"] for admin in admins] == [1]
    assert (await call(api, "getChat", chat_id=GROUP))["result"]["type"] == "supergroup"


async def test_the_other_methods_answer_as_described(api: FakeBotApi, call: Caller) -> None:
    assert (await call(api, "getMe"))["result"]["is_bot"] is True
    commands = [{"command": "start", "description": "Begin"}]
    assert (await call(api, "setMyCommands", commands=commands))["ok"]
    assert (await call(api, "getMyCommands"))["result"] == commands
    await call(api, "sendMessage", chat_id=CHAT, text="x")
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "d"}]]}
    edit = {"chat_id": CHAT, "message_id": 1}
    assert (await call(api, "editMessageReplyMarkup", **edit, reply_markup=markup))["ok"]
    assert (await call(api, "deleteMessage", **edit))["ok"]
    assert not (await call(api, "deleteMessage", **edit))["ok"]


@pytest.mark.parametrize(
    ("action", "accepted"), [(Action.CLOSE_BEFORE, False), (Action.CLOSE_AFTER, True)]
)
async def test_a_connection_can_close_before_and_after_acceptance(
    api: FakeBotApi, call: Caller, action: Action, accepted: bool
) -> None:
    api.faults.add(Fault(action=action, times=1))
    with pytest.raises(aiohttp.ClientError):
        await call(api, "sendMessage", chat_id=CHAT, text="x")
    assert [c.accepted for c in api.journal.of("sendMessage")] == [accepted]
    assert (await call(api, "sendMessage", chat_id=CHAT, text="x"))["ok"]


async def test_an_answer_can_be_an_error_or_noise_after_acceptance(
    api: FakeBotApi, call: Caller
) -> None:
    api.faults.add(Fault(action=Action.FAIL_AFTER, status=502, times=1))
    api.faults.add(Fault(action=Action.GARBLE, times=1))
    assert (await call(api, "sendMessage", chat_id=CHAT, text="x"))["error_code"] == 502
    with pytest.raises(aiohttp.ContentTypeError):
        await call(api, "sendMessage", chat_id=CHAT, text="x")
    assert [c.outcome for c in api.journal.accepted] == ["fail_after", "garble"]


async def test_a_fault_hits_the_chat_the_method_and_the_count_it_names(
    api: FakeBotApi, call: Caller
) -> None:
    api.faults.add(Fault(chat="77", method="sendMessage", skip=1, times=1, status=500))
    answers = [await call(api, "sendMessage", chat_id=chat, text="x") for chat in (77, 78, 77, 77)]
    assert [a["ok"] for a in answers] == [True, True, False, True]


async def test_the_same_seed_gives_the_same_faults(call: Caller) -> None:
    async def run() -> list[bool]:
        async with FakeBotApi(seed=4, limits=FloodLimits.off()) as server:
            server.faults.add(Fault(probability=0.5))
            return [
                (await call(server, "sendMessage", chat_id=CHAT, text="x"))["ok"] for _ in range(20)
            ]

    first = await run()
    assert first == await run()
    assert 0 < sum(first) < 20


async def test_the_journal_file_holds_a_line_for_each_call(call: Caller, tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    async with FakeBotApi(journal=Journal(path)) as server:
        await call(server, "sendMessage", chat_id=CHAT, text="<b>x</b>", parse_mode="HTML")
        (line,) = read_journal(path)
    assert (line.chat, line.text, line.message_id, line.accepted) == ("77", "x", 1, True)
    assert line.entities == [{"type": "bold", "offset": 0, "length": 1}]
    with path.open("a") as file:
        file.write('{"time": 1, "met')
    assert len(list(read_journal(path))) == 1


@requires_description
async def test_a_parameter_that_the_description_lacks_is_noted(call: Caller) -> None:
    async with FakeBotApi() as server:
        await call(server, "sendMessage", chat_id=CHAT, text="x", disable_web_page_preview=True)
        await call(server, "sendMessage", chat_id=CHAT, text="x", message_thread_id="many")
        await call(server, "sendMessage", text="x")
        assert server.journal.problems == [
            "sendMessage: unknown parameter disable_web_page_preview",
            "sendMessage: parameter message_thread_id is no Integer",
            "sendMessage: parameter chat_id is missing",
        ]


@requires_description
async def test_injected_updates_fit_the_description(api: FakeBotApi, call: Caller) -> None:
    description = Description.load()
    assert description is not None
    await call(api, "sendMessage", chat_id=GROUP, text="x")
    for update in (
        api.world.say(CHAT, "/start", date=1),
        api.world.say(GROUP, "x", date=1, topic=4),
        api.world.press(GROUP, 1, "data", user_id=3),
    ):
        assert description.check_type("Update", update) == []
    assert description.check_type("Update", {"update_id": "1"}) != []


@pytest.mark.processes
async def test_the_server_runs_as_a_process(session: aiohttp.ClientSession, tmp_path: Path) -> None:
    script, journal = tmp_path / "script.json", tmp_path / "calls.jsonl"
    script.write_text(
        json.dumps({"chats": [{"id": CHAT, "condition": "blocked"}], "limits": None}), "utf-8"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.botapi", "--port", "0"),
        *("--journal", str(journal), "--script", str(script)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        assert process.stdout is not None
        started = json.loads(await process.stdout.readline())
        url = f"{started['url']}/bot{started['token']}/sendMessage"
        async with session.post(url, json={"chat_id": CHAT, "text": "x"}) as answer:
            assert answer.status == 403
        control = f"{started['url']}/_fake/script"
        shape = {"faults": [{"action": "reply", "status": 502, "times": 1}]}
        async with session.post(control, json=shape) as answer:
            assert answer.status == 200
        async with session.post(url, json={"chat_id": 1, "text": "x"}) as answer:
            assert answer.status == 502
        assert [c.status for c in read_journal(journal)] == [403, 502]
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
