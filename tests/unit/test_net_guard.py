"""No connection leads inward, whatever a source or a user writes (G9)."""

import socket
from collections.abc import AsyncIterator, Sequence

import pytest

from newsbot.domain.ports import Fetched
from newsbot.errors import Blocked, Unreachable
from newsbot.net import WebClient, parse_allow
from newsbot.net.guard import AddrInfo
from tests.fakes.feedserver import FeedServer
from tests.fakes.inward import INWARD, READ_AS_NAMES


@pytest.fixture
async def inside() -> AsyncIterator[FeedServer]:
    """Stand for a service of the own network; nothing below may reach it."""
    async with FeedServer() as server:
        server.put("/", b"the treasure")
        yield server


class Resolver:
    """Answer each lookup with the next of the prepared addresses, and count the lookups."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[AddrInfo]:
        self.asked.append(host)
        address = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not address:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        if ":" in address:
            info = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
            return [info]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


@pytest.mark.parametrize("pattern", INWARD)
async def test_g9_an_address_that_leads_inward_is_blocked_without_a_connection(
    pattern: str, inside: FeedServer
) -> None:
    client = WebClient(user_agent="test")
    try:
        with pytest.raises((Blocked, Unreachable)) as failure:
            await client.get(pattern.format(port=inside.port))
    finally:
        await client.close()
    assert inside.requests == []
    if pattern not in READ_AS_NAMES:
        assert isinstance(failure.value, Blocked)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "data:text/plain,hello",
        "javascript:alert(1)",
        "unix:///run/docker.sock",
        "//news.example/",
        "/etc/passwd",
        "http://",
        "http:///path",
        "",
        "http://[::1",
        "http://news.example:99999/",
        "http://news.example:abc/",
    ],
)
async def test_g9_only_http_and_https_urls_are_fetched(url: str) -> None:
    with pytest.raises(Blocked):
        await WebClient(user_agent="test").get(url)


@pytest.mark.parametrize("port", [0, 21, 22, 25, 53, 110, 143, 445, 993, 2049, 6000, 6667, 10080])
async def test_g9_a_port_of_another_protocol_is_refused(port: int) -> None:
    with pytest.raises(Blocked, match=r"not for the web|http://"):
        await WebClient(user_agent="test").get(f"http://93.184.215.14:{port}/")


async def test_an_allow_entry_that_names_a_port_opens_it() -> None:
    client = WebClient(user_agent="test", allow=parse_allow("127.0.0.1:999"))
    with pytest.raises(Unreachable):
        await client.get("http://127.0.0.1:999/")
    with pytest.raises(Blocked):
        await client.get("http://127.0.0.1:998/")
    await client.close()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1", "0.0.0.0"],
)
async def test_g9_a_name_that_resolves_inward_is_blocked(address: str, inside: FeedServer) -> None:
    client = WebClient(user_agent="test", lookup=Resolver(address))
    with pytest.raises(Blocked, match=r"news\.example"):
        await client.get(f"http://news.example:{inside.port}/")
    await client.close()
    assert inside.requests == []


async def test_g9_each_connection_judges_what_the_name_resolves_to_then(
    inside: FeedServer,
) -> None:
    resolver = Resolver("127.0.0.1", "127.0.0.2")
    client = WebClient(
        user_agent="test", allow=parse_allow(f"127.0.0.1:{inside.port}"), lookup=resolver
    )
    url = f"http://news.example:{inside.port}/"
    inside.put("/", b"x", headers={"Connection": "close"})
    assert isinstance(await client.get(url), Fetched)
    with pytest.raises(Blocked):
        await client.get(url)
    await client.close()
    assert len(resolver.asked) == 2
    assert len(inside.requests) == 1


async def test_g9_a_redirect_inward_is_blocked(inside: FeedServer) -> None:
    async with FeedServer() as outside:
        allow = parse_allow(f"127.0.0.1:{outside.port}")
        client = WebClient(user_agent="test", allow=allow)
        for target in (
            inside.url("/"),
            f"//127.0.0.1:{inside.port}/",
            f"http://localhost:{inside.port}/",
            f"http://127.0.0.1:{outside.port}@127.0.0.1:{inside.port}/",
            "file:///etc/passwd",
            "http://169.254.169.254/latest/",
        ):
            with pytest.raises(Blocked):
                await client.get(outside.redirect("/feed", target))
        await client.close()
    assert inside.requests == []


async def test_a_name_in_the_allow_list_may_resolve_to_the_own_network(
    inside: FeedServer,
) -> None:
    client = WebClient(
        user_agent="test", allow=parse_allow("intranet.example"), lookup=Resolver("127.0.0.1")
    )
    fetched = await client.get(f"http://intranet.example:{inside.port}/")
    assert isinstance(fetched, Fetched)
    assert fetched.body == b"the treasure"
    with pytest.raises(Blocked):
        await client.get(f"http://other.example:{inside.port}/")
    await client.close()


async def test_g9_a_post_is_guarded_like_a_get(inside: FeedServer) -> None:
    client = WebClient(user_agent="test")
    with pytest.raises(Blocked):
        await client.post(inside.url("/"), b"{}")
    await client.close()
    assert inside.requests == []


async def test_an_unknown_name_is_unreachable_and_the_sentence_names_it() -> None:
    client = WebClient(user_agent="test", lookup=Resolver(""))
    with pytest.raises(Unreachable, match=r"nowhere\.example cannot be found"):
        await client.get("http://nowhere.example/")
    await client.close()
