"""Prove what the feed handler says over HTTP, driven as ASGI directly."""

import gzip
import hashlib
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import zstandard
from starlette.types import Receive, Scope, Send

from newsbot.errors import StoreError
from newsbot.web.feeds import (
    Credentials,
    Document,
    FeedAnswer,
    FeedApp,
    FeedPath,
    Forbidden,
    Missing,
    Moved,
)

BODY = b"<rss>" + b"the same words over and over, " * 200 + b"</rss>"
CHANGED = datetime(2026, 3, 1, 8, 30, 15, 250_000, tzinfo=UTC)
RSS = Document(
    body=BODY,
    content_type="application/rss+xml; charset=utf-8",
    last_modified=CHANGED,
    max_age_s=300,
)
PRIVATE = replace(RSS, private=True)
TAG = hashlib.sha256(BODY).hexdigest()[:32]


@dataclass
class Port:
    """Answer every path with what the test says, and remember what was asked."""

    answer: FeedAnswer | Exception = RSS
    asked: list[tuple[FeedPath, Mapping[str, str], Credentials | None]] = field(
        default_factory=list
    )

    async def feed(
        self, path: FeedPath, query: Mapping[str, str], credentials: Credentials | None
    ) -> FeedAnswer:
        self.asked.append((path, query, credentials))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        (value,) = [value for found, value in self.headers if found == name]
        return value

    def __contains__(self, name: str) -> bool:
        return any(found == name for found, _ in self.headers)


class Inner:
    """Stand for the framework behind: it remembers what reached it."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        self.scopes.append(scope)


@dataclass
class Client:
    port: Port = field(default_factory=Port)
    inner: Inner = field(default_factory=Inner)

    def __post_init__(self) -> None:
        self.app = FeedApp(self.port, self.inner)

    async def ask(
        self,
        path: str = "/feeds/all.rss",
        method: str = "GET",
        *,
        query: str = "",
        root_path: str = "",
        **headers: str,
    ) -> Answer:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "root_path": root_path,
            "query_string": query.encode(),
            "headers": [
                (b"host", b"evil.example"),
                *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()),
            ],
        }
        await self.app(scope, receive, send)
        start, *bodies = sent
        return Answer(
            start["status"],
            [(k.decode(), v.decode("latin-1")) for k, v in start["headers"]],
            b"".join(part["body"] for part in bodies),
        )


@pytest.fixture
def client() -> Client:
    return Client()


async def test_a_feed_is_answered_whole(client: Client) -> None:
    answer = await client.ask()

    assert answer.status == 200
    assert answer.body == BODY
    assert answer["content-type"] == "application/rss+xml; charset=utf-8"
    assert answer["content-length"] == str(len(BODY))
    assert answer["etag"] == f'"{TAG}"'
    assert answer["last-modified"] == "Sun, 01 Mar 2026 08:30:15 GMT"
    assert answer["cache-control"] == "public, max-age=300, stale-if-error=86400"
    assert answer["vary"] == "Accept-Encoding"
    assert answer["x-content-type-options"] == "nosniff"
    assert "content-encoding" not in answer
    assert "access-control-allow-origin" not in answer


async def test_head_says_the_same_without_the_body(client: Client) -> None:
    whole = await client.ask(accept_encoding="gzip")

    head = await client.ask(method="HEAD", accept_encoding="gzip")

    assert head.status == 200
    assert head.headers == whole.headers
    assert head.body == b""


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("zstd;q=0.1, gzip;q=0.9", "gzip"),
        ("*", "zstd"),
        ("*, zstd;q=0", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0.5, identity", ""),
        ("br", ""),
        ("", ""),
        ("gzip;q=nonsense", ""),
        ("gzip," * 200, ""),
    ],
)
async def test_the_best_accepted_coding_is_chosen(
    client: Client, accepted: str, coding: str
) -> None:
    answer = await client.ask(accept_encoding=accepted)

    assert [v for k, v in answer.headers if k == "content-encoding"] == [coding][: bool(coding)]
    assert answer["content-length"] == str(len(answer.body))
    plain: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        "gzip": gzip.decompress,
        "zstd": zstandard.ZstdDecompressor().decompress,
    }
    assert plain[coding](answer.body) == BODY


async def test_each_coding_has_a_tag_of_its_own(client: Client) -> None:
    tags = {
        (await client.ask(accept_encoding=accepted))["etag"] for accepted in ("", "gzip", "zstd")
    }

    assert tags == {f'"{TAG}"', f'"{TAG}-gz"', f'"{TAG}-zst"'}


async def test_equal_bodies_are_coded_to_equal_bytes() -> None:
    first, second = [await Client().ask(accept_encoding="gzip") for _ in range(2)]

    assert first.body == second.body


async def test_a_body_too_small_to_gain_is_sent_plain(client: Client) -> None:
    client.port.answer = replace(RSS, body=b"User-agent: *\n")

    answer = await client.ask("/robots.txt", accept_encoding="gzip")

    assert answer.body == b"User-agent: *\n"
    assert "content-encoding" not in answer


async def test_a_tag_that_the_port_knows_is_used(client: Client) -> None:
    client.port.answer = replace(RSS, etag="v7")

    assert (await client.ask(accept_encoding="gzip"))["etag"] == '"v7-gz"'


@pytest.mark.parametrize(
    "condition",
    [
        f'"{TAG}"',
        f'W/"{TAG}"',
        f'"other", W/"{TAG}" , "third"',
        f'"with, comma","{TAG}"',
        f'"{TAG}-gzip"',
        "*",
    ],
)
async def test_a_held_copy_is_confirmed_without_a_body(client: Client, condition: str) -> None:
    answer = await client.ask(if_none_match=condition)

    assert answer.status == 304
    assert answer.body == b""
    assert answer["etag"] == f'"{TAG}"'
    assert answer["vary"] == "Accept-Encoding"
    assert answer["cache-control"] == "public, max-age=300, stale-if-error=86400"
    assert "content-length" not in answer
    assert "content-type" not in answer
    assert "content-encoding" not in answer


@pytest.mark.parametrize(
    "condition", ['"other"', TAG, f'"{TAG}', f'"{TAG}-gz"', f"'{TAG}'", '"",' * 1000 + f'"{TAG}"']
)
async def test_a_tag_of_something_else_gets_the_document(client: Client, condition: str) -> None:
    answer = await client.ask(if_none_match=condition)

    assert answer.status == 200


async def test_a_compressed_copy_is_confirmed_by_its_own_tag(client: Client) -> None:
    answer = await client.ask(if_none_match=f'"{TAG}-gz"', accept_encoding="gzip")

    assert answer.status == 304
    assert answer["etag"] == f'"{TAG}-gz"'


async def test_a_tag_decides_even_when_the_date_says_otherwise(client: Client) -> None:
    stale_tag = await client.ask(
        if_none_match='"other"', if_modified_since="Sun, 01 Mar 2027 00:00:00 GMT"
    )
    fresh_tag = await client.ask(
        if_none_match=f'"{TAG}"', if_modified_since="Sun, 01 Mar 1998 00:00:00 GMT"
    )

    assert (stale_tag.status, fresh_tag.status) == (200, 304)


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Sun, 01 Mar 2026 08:30:15 GMT", 304),
        ("Sun, 01 Mar 2026 08:30:16 GMT", 304),
        ("Sun, 01 Mar 2026 08:30:14 GMT", 200),
        ("Sunday, 01-Mar-26 08:30:15 GMT", 304),
        ("Sun Mar  1 08:30:15 2026", 304),
        ("yesterday", 200),
        ("", 200),
        ("Sun, 99 Mar 2026 08:30:15 GMT", 200),
    ],
)
async def test_a_date_confirms_what_did_not_change_since(
    client: Client, since: str, status: int
) -> None:
    assert (await client.ask(if_modified_since=since)).status == status


async def test_a_document_without_a_date_ignores_the_condition(client: Client) -> None:
    client.port.answer = replace(RSS, last_modified=None)

    answer = await client.ask(if_modified_since="Sun, 01 Mar 2099 00:00:00 GMT")

    assert answer.status == 200
    assert "last-modified" not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
async def test_other_methods_are_refused_with_what_is_allowed(client: Client, method: str) -> None:
    answer = await client.ask(method=method)

    assert answer.status == 405
    assert answer["allow"] == "GET, HEAD, OPTIONS"
    assert client.port.asked == []


async def test_scripts_of_any_origin_read_public_json(client: Client) -> None:
    answer = await client.ask("/feeds/all.json")
    confirmed = await client.ask("/feeds/all.json", if_none_match=answer["etag"])
    before = await client.ask("/feeds/all.json", method="OPTIONS")

    assert answer["access-control-allow-origin"] == "*"
    assert confirmed["access-control-allow-origin"] == "*"
    assert before.status == 204
    assert before["access-control-allow-origin"] == "*"
    assert before["access-control-allow-headers"] == "if-none-match, if-modified-since"


async def test_g11_no_script_reads_private_json(client: Client) -> None:
    client.port.answer = PRIVATE

    answer = await client.ask("/feeds/rule/1.json", query="token=s3cret")

    assert answer.status == 200
    assert "access-control-allow-origin" not in answer


async def test_a_private_document_stays_with_the_client(client: Client) -> None:
    client.port.answer = PRIVATE

    answer = await client.ask("/feeds/rule/1.rss", query="token=s3cret")

    assert answer["cache-control"] == "private, max-age=300"
    assert answer["x-robots-tag"] == "noindex"
    assert answer["referrer-policy"] == "no-referrer"


async def test_a_private_document_without_age_is_asked_for_each_time(client: Client) -> None:
    client.port.answer = replace(PRIVATE, max_age_s=0)

    assert (await client.ask())["cache-control"] == "private, no-cache"


def basic(credentials: str) -> str:
    return "Basic " + b64encode(credentials.encode()).decode()


@pytest.mark.parametrize(
    ("query", "authorization", "credentials"),
    [
        ("", "", None),
        ("token=s%203", "", Credentials(scheme="query", token="s 3")),
        ("token=", "", None),
        ("", "Bearer abc", Credentials(scheme="bearer", token="abc")),
        ("", "bearer  abc ", Credentials(scheme="bearer", token="abc")),
        ("", basic("ann:p:w"), Credentials(scheme="basic", user="ann", password="p:w")),
        ("", basic("ключ:"), Credentials(scheme="basic", user="ключ", password="")),
        ("", "Basic %%%", Credentials(scheme="basic")),
        ("token=abc", "Bearer def", Credentials(scheme="bearer", token="def")),
        ("token=abc", "Digest x", Credentials(scheme="query", token="abc")),
    ],
)
async def test_credentials_are_read_from_query_or_header(
    client: Client, query: str, authorization: str, credentials: Credentials | None
) -> None:
    headers = {"authorization": authorization} if authorization else {}

    await client.ask("/feeds/rule/1.rss", query=query, **headers)

    ((_, passed, found),) = client.port.asked
    assert found == credentials
    assert "token" not in passed


def test_g12_credentials_show_no_secret() -> None:
    shown = repr(Credentials(scheme="basic", token="t0ken", user="ann", password="pa55"))

    assert shown == "Credentials(scheme='basic')"


async def test_a_private_feed_asks_for_credentials(client: Client) -> None:
    client.port.answer = Forbidden()

    answer = await client.ask("/feeds/rule/1.rss")

    assert answer.status == 401
    challenges = [value for name, value in answer.headers if name == "www-authenticate"]
    assert [each.split()[0] for each in challenges] == ["Basic", "Bearer"]
    assert answer["cache-control"] == "no-store"
    assert b"token" in answer.body


async def test_a_missing_feed_is_missing(client: Client) -> None:
    client.port.answer = Missing()

    answer = await client.ask("/feeds/nothing.rss")

    assert answer.status == 404
    assert answer["content-length"] == str(len(answer.body))
    assert answer["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/feeds/rule/12-nato.rss", "12.rss"),
        ("/feeds/source/7-the-outlet-2.0.atom", "7.atom"),
        ("/feeds/story/3-.json", "3.json"),
    ],
)
async def test_a_slug_leads_to_the_permanent_id(client: Client, path: str, location: str) -> None:
    answer = await client.ask(path, query="token=abc&before=9")

    assert answer.status == 301
    assert answer["location"] == f"{location}?token=abc&before=9"
    assert answer["cache-control"].startswith("private")
    assert client.port.asked == []


async def test_a_number_with_a_hyphen_in_a_tag_or_name_is_no_slug(client: Client) -> None:
    await client.ask("/feeds/tag/9-11.rss")
    await client.ask("/feeds/24-hours.rss")

    assert [(path.kind, path.key) for path, _, _ in client.port.asked] == [
        ("tag", "9-11"),
        ("feed", "24-hours"),
    ]


@pytest.mark.parametrize(
    ("location", "root_path", "sent"),
    [
        ("/feeds/rule/12.rss", "", "/feeds/rule/12.rss?token=abc"),
        ("/feeds/rule/12.rss", "/news", "/news/feeds/rule/12.rss?token=abc"),
        ("https://other.example/feed", "/news", "https://other.example/feed"),
        ("//other.example/feed", "", "//other.example/feed"),
        ("/feeds/tag/é.rss", "", "/feeds/tag/%C3%A9.rss?token=abc"),
        ("/feeds/x\r\nset-cookie: a=b", "", "/feeds/x%0D%0Aset-cookie:%20a=b?token=abc"),
    ],
)  # fmt: skip
async def test_a_moved_feed_is_named_and_its_token_goes_to_no_other_host(
    client: Client, location: str, root_path: str, sent: str
) -> None:
    client.port.answer = Moved(location=location)

    answer = await client.ask(f"{root_path}/feeds/x.rss", query="token=abc", root_path=root_path)

    assert answer.status == 301
    assert answer["location"] == sent


@pytest.mark.parametrize(
    ("path", "parsed"),
    [
        ("/feeds/all.rss", ("feed", "all", "rss")),
        ("/feeds/source/5.atom", ("source", "5", "atom")),
        ("/feeds/rule/nato.json", ("rule", "nato", "json")),
        ("/feeds/tag/asp.net/core.rss", ("tag", "asp.net/core", "rss")),
        ("/feeds/tag/Україна.rss", ("tag", "Україна", "rss")),
        ("/feeds/story/9.rss", ("story", "9", "rss")),
        ("/feeds.opml", ("opml", "", "opml")),
        ("/robots.txt", ("robots", "", "txt")),
    ],
)
async def test_a_path_says_what_is_asked_for(
    client: Client, path: str, parsed: tuple[str, str, str]
) -> None:
    await client.ask(path, query="before=9&x=")

    ((found, query, _),) = client.port.asked
    assert (found.kind, found.key, found.ending) == parsed
    assert query == {"before": "9", "x": ""}


@pytest.mark.parametrize(
    "path",
    ["/", "/feeds", "/feeds/", "/feeds/all", "/feeds/.rss", "/feeds/all.xml", "/feeds/a/b.rss",
     "/feeds/source/.rss", "/feeds/source/1/2.rss", "/api/v1/feeds", "/feedsall.rss",
     "/robots.txt/x", "/x/feeds/all.rss"],
)  # fmt: skip
async def test_all_else_goes_to_the_framework_untouched(client: Client, path: str) -> None:
    reached: list[Scope] = client.inner.scopes

    with pytest.raises(ValueError, match="not enough values"):
        await client.ask(path)  # the stand-in sends nothing

    assert [scope["path"] for scope in reached] == [path]
    assert client.port.asked == []


async def test_other_protocols_go_to_the_framework() -> None:
    client = Client()

    await client.app({"type": "lifespan"}, None, None)  # type: ignore[arg-type]  # not called
    await client.app({"type": "websocket", "path": "/feeds/all.rss"}, None, None)  # type: ignore[arg-type]  # not called

    assert [scope["type"] for scope in client.inner.scopes] == ["lifespan", "websocket"]


async def test_a_path_below_the_root_path_is_ours(client: Client) -> None:
    answer = await client.ask("/news/feeds/all.rss", root_path="/news")

    assert answer.status == 200


async def test_g19_the_host_of_the_request_is_nowhere_in_an_answer(client: Client) -> None:
    for answer in (RSS, PRIVATE, Moved(location="/feeds/all.rss"), Missing(), Forbidden()):
        client.port.answer = answer
        got = await client.ask()
        assert "evil.example" not in str(got.headers) + got.body.decode()


async def test_hub_and_self_are_named_in_the_header(client: Client) -> None:
    client.port.answer = replace(
        RSS,
        links=(("hub", "https://hub.example/"), ("self", "https://news.example/a>b\r\nx: y")),
    )

    answer = await client.ask()

    assert answer["link"] == (
        '<https://hub.example/>; rel="hub", <https://news.example/a%3Eb%0D%0Ax:%20y>; rel="self"'
    )


async def test_too_many_query_fields_are_refused(client: Client) -> None:
    answer = await client.ask(query="&".join(f"a{n}=1" for n in range(100)))

    assert answer.status == 400
    assert b"32" in answer.body


async def test_an_odd_query_does_no_harm(client: Client) -> None:
    assert (await client.ask(query="%ff=%00&&=&é")).status == 200


async def test_g15_a_public_feed_is_served_on_from_the_last_good_copy(client: Client) -> None:
    await client.ask()
    client.port.answer = StoreError("the database is gone")

    answer = await client.ask()

    assert answer.status == 200
    assert answer.body == BODY


async def test_g15_without_a_good_copy_it_says_when_to_come_again(client: Client) -> None:
    client.port.answer = StoreError("the database at postgresql://secret is gone")

    answer = await client.ask()

    assert answer.status == 503
    assert answer["retry-after"] == "30"
    assert b"secret" not in answer.body


@pytest.mark.parametrize("last", [PRIVATE, Missing(), Forbidden(), Moved(location="/feeds/x.rss")])
async def test_g11_what_is_not_public_any_more_is_not_served_on(
    client: Client, last: FeedAnswer
) -> None:
    await client.ask()
    client.port.answer = last
    await client.ask()
    client.port.answer = StoreError("the database is gone")

    assert (await client.ask()).status == 503


async def test_pages_by_query_are_not_mixed_up_with_the_feed_when_the_database_is_gone(
    client: Client,
) -> None:
    await client.ask()
    client.port.answer = StoreError("the database is gone")

    assert (await client.ask(query="before=9")).status == 503
    assert (await client.ask()).status == 200


async def test_a_fault_is_logged_once_and_shown_without_details(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.port.answer = RuntimeError("details of the fault")

    answer = await client.ask(query="token=s3cret")

    assert answer.status == 500
    assert b"details" not in answer.body
    assert [record.message for record in caplog.records] == ["feed.failed"]
    assert "s3cret" not in caplog.text
