"""The one way out, over a real loopback socket."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from newsbot.domain.ports import Fetched, NotModified, Validators
from newsbot.errors import Gone, Malformed, Unreachable
from newsbot.net import Interrupted, Limits, WebClient, parse_allow
from tests.fakes.feedserver import FeedServer

NOW = datetime(2025, 9, 19, 12, 0, tzinfo=UTC)


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with FeedServer() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[WebClient]:
    made = WebClient(user_agent="newsbot-test/1", allow=parse_allow("127.0.0.1"), now=lambda: NOW)
    yield made
    await made.close()


async def fetched(client: WebClient, url: str) -> Fetched:
    result = await client.get(url)
    assert isinstance(result, Fetched)
    return result


async def test_a_document_comes_with_its_type_validators_and_final_url(
    server: FeedServer, client: WebClient
) -> None:
    url = server.put("/feed", b"<rss/>", etag='"1"', last_modified="Fri, 19 Sep 2025 12:00:00 GMT")
    result = await fetched(client, url + "#part")
    assert result == Fetched(
        url=url,
        body=b"<rss/>",
        content_type="application/rss+xml; charset=utf-8",
        validators=Validators(etag='"1"', last_modified="Fri, 19 Sep 2025 12:00:00 GMT"),
    )


async def test_the_request_says_who_asks_and_what_it_can_read(
    server: FeedServer, client: WebClient
) -> None:
    await client.get(server.put("/feed", b"x"), accept="application/rss+xml")
    headers = server.requests[0].headers
    assert headers["User-Agent"] == "newsbot-test/1"
    assert headers["Accept"] == "application/rss+xml"
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert "Cookie" not in headers
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    "validators",
    [Validators(etag='"1"'), Validators(last_modified="Fri, 19 Sep 2025 12:00:00 GMT")],
)
async def test_an_unchanged_document_is_not_modified(
    validators: Validators, server: FeedServer, client: WebClient
) -> None:
    url = server.put(
        "/feed",
        b"<rss/>",
        etag='"1"',
        last_modified="Fri, 19 Sep 2025 12:00:00 GMT",
        headers={"Cache-Control": "public, max-age=900"},
    )
    result = await client.get(url, validators=validators)
    assert result == NotModified(fresh_for=timedelta(minutes=15))


async def test_a_304_that_nobody_asked_for_is_a_fault(
    server: FeedServer, client: WebClient
) -> None:
    with pytest.raises(Unreachable) as failure:
        await client.get(server.put("/feed", status=304))
    assert failure.value.status == 304


async def test_a_compressed_document_is_decoded(server: FeedServer, client: WebClient) -> None:
    url = server.put("/feed", gzip.compress(b"<rss/>"), headers={"Content-Encoding": "gzip"})
    assert (await fetched(client, url)).body == b"<rss/>"


async def test_two_content_codings_are_refused(server: FeedServer, client: WebClient) -> None:
    body = gzip.compress(gzip.compress(b"x"))
    url = server.put("/feed", body, headers={"Content-Encoding": "gzip, gzip"})
    with pytest.raises(Malformed):
        await client.get(url)


async def test_a_move_is_told_too_where_its_target_says_not_modified(
    server: FeedServer, client: WebClient
) -> None:
    there = server.put("/there", "<rss/>", etag='"1"')
    server.redirect("/here", there, status=301)

    answer = await client.get(server.url("/here"), validators=Validators(etag='"1"'))

    assert answer == NotModified(moved_to=there)


async def test_the_link_header_names_hub_and_topic(server: FeedServer, client: WebClient) -> None:
    links = (
        '<https://hub.example/>; rel="hub", </feed>; title="a, b"; rel=self, <javascript:1>; rel=x'
    )
    server.put("/feed", "<rss/>", headers={"Link": links})

    fetched = await client.get(server.url("/feed"))

    assert isinstance(fetched, Fetched)
    assert (fetched.hub, fetched.self_url) == ("https://hub.example/", server.url("/feed"))


@pytest.mark.parametrize("status", [301, 308])
async def test_permanent_redirects_alone_say_that_the_source_moved(
    status: int, server: FeedServer, client: WebClient
) -> None:
    server.put("/new", b"x")
    server.redirect("/middle", "/new", status=status)
    url = server.redirect("/old", server.url("/middle"), status=301)
    result = await fetched(client, url)
    assert (result.url, result.moved_to) == (server.url("/new"), server.url("/new"))


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_one_temporary_redirect_in_the_chain_means_not_moved(
    status: int, server: FeedServer, client: WebClient
) -> None:
    server.put("/new", b"x")
    server.redirect("/middle", "/new", status=status)
    result = await fetched(client, server.redirect("/old", "/middle", status=301))
    assert (result.url, result.moved_to) == (server.url("/new"), "")


async def test_five_redirects_pass_and_a_sixth_does_not(
    server: FeedServer, client: WebClient
) -> None:
    server.put("/0", b"x")
    for number in range(1, 7):
        server.redirect(f"/{number}", f"/{number - 1}")
    assert (await fetched(client, server.url("/5"))).body == b"x"
    with pytest.raises(Unreachable, match="more than 5 times"):
        await client.get(server.url("/6"))


async def test_a_redirect_without_a_target_is_unreachable(
    server: FeedServer, client: WebClient
) -> None:
    with pytest.raises(Unreachable, match="redirects to nowhere"):
        await client.get(server.put("/feed", status=302))


async def test_410_is_gone(server: FeedServer, client: WebClient) -> None:
    with pytest.raises(Gone, match="410"):
        await client.get(server.put("/feed", status=410))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 451, 500, 503, 599])
async def test_an_error_status_is_told_with_its_number(
    status: int, server: FeedServer, client: WebClient
) -> None:
    with pytest.raises(Unreachable, match=f"127.0.0.1 .*HTTP {status}") as failure:
        await client.get(server.put("/feed", status=status))
    assert failure.value.status == status
    assert failure.value.retry_after is None


@pytest.mark.parametrize(
    ("value", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("43200", timedelta(hours=12)),
        ("Fri, 19 Sep 2025 13:00:00 GMT", timedelta(hours=1)),
        ("Fri, 19 Sep 2025 11:00:00 GMT", timedelta(0)),
        ("99999999999999999999", timedelta(days=7)),
        ("soon", None),
        ("-5", None),
    ],
)
async def test_retry_after_is_read_in_both_forms(
    value: str, pause: timedelta | None, server: FeedServer, client: WebClient
) -> None:
    headers = {"Retry-After": value, "Date": "Fri, 19 Sep 2025 12:00:00 GMT"}
    with pytest.raises(Unreachable) as failure:
        await client.get(server.put("/feed", status=429, headers=headers))
    assert failure.value.retry_after == pause


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "max-age=600"}, timedelta(minutes=10)),
        ({"Cache-Control": 'private, MAX-AGE="600"', "Age": "60"}, timedelta(minutes=9)),
        ({"Cache-Control": "max-age=60", "Age": "600"}, timedelta(0)),
        ({"Cache-Control": "s-maxage=600"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "max-age=999999999999"}, timedelta(days=7)),
        ({"Cache-Control": "max-age=-1"}, None),
        ({}, None),
    ],
)
async def test_freshness_comes_from_cache_control(
    headers: dict[str, str], fresh: timedelta | None, server: FeedServer, client: WebClient
) -> None:
    assert (await fetched(client, server.put("/feed", b"x", headers=headers))).fresh_for == fresh


async def test_credentials_in_the_url_go_to_their_origin_only(
    server: FeedServer, client: WebClient
) -> None:
    async with FeedServer() as other:
        other.put("/feed", b"x")
        server.redirect("/away", other.url("/feed"))
        server.redirect("/here", "/feed")
        server.put("/feed", b"x")
        here = server.url("/here").replace("://", "://reader:secret@")
        result = await fetched(client, here)
        assert "secret" not in result.url
        assert [seen.headers.get("Authorization", "") for seen in server.requests] == [
            "Basic cmVhZGVyOnNlY3JldA=="
        ] * 2
        await client.get(here.replace("/here", "/away"))
        assert "Authorization" not in other.requests[0].headers


async def test_a_moved_source_keeps_its_credentials_on_the_same_origin(
    server: FeedServer, client: WebClient
) -> None:
    server.put("/new", b"x")
    old = server.redirect("/old", "/new", status=301).replace("://", "://reader:secret@")
    new = server.url("/new").replace("://", "://reader:secret@")
    assert (await fetched(client, old)).moved_to == new


async def test_no_message_names_a_password(server: FeedServer, client: WebClient) -> None:
    url = server.put("/feed", status=500).replace("://", "://reader:secret@")
    with pytest.raises(Unreachable) as failure:
        await client.get(url)
    assert "secret" not in str(failure.value)


async def test_cookies_are_not_kept(server: FeedServer, client: WebClient) -> None:
    url = server.put("/feed", b"x", headers={"Set-Cookie": "id=1; Path=/"})
    await client.get(url)
    await client.get(url)
    assert "Cookie" not in server.requests[1].headers


async def test_a_host_gets_two_requests_at_once_and_the_rest_in_turn(
    server: FeedServer, client: WebClient
) -> None:
    gate = asyncio.Event()
    url = server.put("/feed", b"x", held=gate)
    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            group.create_task(client.get(url))
        await server.wait_until_running(2)
        gate.set()
    assert len(server.requests) == 6
    assert server.most_running == 2


async def test_behind_a_host_that_hangs_the_queue_gives_up(server: FeedServer) -> None:
    client = WebClient(
        user_agent="test",
        allow=parse_allow("127.0.0.1"),
        limits=Limits(turn_s=0.05),
        host_concurrency=1,
    )
    gate = asyncio.Event()
    url = server.put("/feed", b"x", held=gate)
    first = asyncio.create_task(client.get(url))
    await server.wait_until_running(1)
    with pytest.raises(Unreachable, match="busy with earlier requests"):
        await client.get(url)
    gate.set()
    assert isinstance(await first, Fetched)
    await client.close()


async def test_a_post_sends_its_body_and_returns_any_status(
    server: FeedServer, client: WebClient
) -> None:
    url = server.put("/hook", b"no", status=422, headers={"X-Why": "because"})
    answer = await client.post(url, b"{}", headers={"Content-Type": "application/json"})
    assert (answer.status, answer.body, answer.headers["x-why"]) == (422, b"no", "because")
    seen = server.requests[0]
    assert (seen.method, seen.body) == ("POST", b"{}")
    assert seen.headers["Content-Type"] == "application/json"


async def test_a_post_that_may_have_been_taken_is_interrupted(
    server: FeedServer, client: WebClient
) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    with pytest.raises(Interrupted):
        await client.post(server.answer("/hook", hang_up), b"{}")
    await server.stop()
    with pytest.raises(Unreachable) as failure:
        await client.post(server.url("/hook"), b"{}")
    assert not isinstance(failure.value, Interrupted)


async def test_a_client_can_be_closed_twice_and_used_again(
    server: FeedServer, client: WebClient
) -> None:
    await client.close()
    url = server.put("/feed", b"x")
    assert isinstance(await client.get(url), Fetched)
    await client.close()
    await client.close()
    assert isinstance(await client.get(url), Fetched)


async def test_a_cancelled_fetch_gives_its_turn_back(server: FeedServer, client: WebClient) -> None:
    gate = asyncio.Event()
    held = server.put("/held", b"x", held=gate)
    tasks = [asyncio.create_task(client.get(held)) for _ in range(2)]
    await server.wait_until_running(2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(await client.get(server.put("/feed", b"x")), Fetched)
    gate.set()
