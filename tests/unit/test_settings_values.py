"""The grammars of single values: what is read, what is refused, and with which words."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.settings import values


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("15m", 900),
        ("5s", 5),
        ("90d", 90 * 86_400),
        ("2w", 14 * 86_400),
        ("1h30m", 5400),
        ("1h 30m", 5400),
        ("250ms", 0.25),
        ("1.5h", 5400),
        ("15M", 900),
        ("PT15M", 900),
        ("P1DT2H", 93_600),
        ("P2W", 14 * 86_400),
        ("pt0.5s", 0.5),
        ("90", 90),
        (90, 90),
        (0.5, 0.5),
        (timedelta(seconds=3), 3),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: object, seconds: float) -> None:
    assert values.parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "soon", "-5s", "5 bananas", "m15", "P", "PT", "P1Y", "1m2", True, None, [5], "nan"]
)
def test_what_is_no_duration_is_refused_with_an_example(text: object) -> None:
    with pytest.raises(ValueError, match="15m"):
        values.parse_duration(text)


@pytest.mark.parametrize("text", ["9999999999d", 1e300, "9" * 400])
def test_an_endless_duration_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="too long"):
        values.parse_duration(text)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999)))
def test_a_written_duration_reads_back_to_the_millisecond(duration: timedelta) -> None:
    rounded = timedelta(milliseconds=duration // timedelta(milliseconds=1))
    assert values.parse_duration(values.format_duration(rounded)) == rounded


@given(st.text())
def test_any_text_is_a_duration_or_a_plain_refusal(text: str) -> None:
    try:
        assert values.parse_duration(text) >= timedelta(0)
    except ValueError as refusal:
        assert "15m" in str(refusal)  # noqa: PT017  # both outcomes are right


@pytest.mark.parametrize(
    ("given_list", "expected"),
    [("a, b,,c ", ("a", "b", "c")), ("", ()), (["a"], ("a",)), (("a", "b"), ("a", "b"))],
)
def test_a_list_comes_from_commas_or_from_toml(
    given_list: object, expected: tuple[str, ...]
) -> None:
    assert values.parse_list(given_list) == expected


@pytest.mark.parametrize("wrong", [5, ["a", 5], {"a": "b"}])
def test_what_is_no_list_of_texts_is_refused(wrong: object) -> None:
    with pytest.raises(ValueError, match="not a list"):
        values.parse_list(wrong)


@pytest.mark.parametrize(
    "token", ["123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr", "1:test_token-1", ""]
)
def test_a_bot_token_keeps_its_shape(token: str) -> None:
    assert values.parse_token(token) == token


@pytest.mark.parametrize(
    "token", ["hunter22", "987654321", "987654321:", ":AAbbCC", "12:a b c d", "Ⅻ:abc"]
)
def test_a_malformed_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(ValueError, match="BotFather") as refusal:
        values.parse_token(token)
    assert token not in str(refusal.value)


@pytest.mark.parametrize(
    "chat", ["42", "-1001234567890", "@newsroom", "-100123/7", "@newsroom/7", ""]
)
def test_a_chat_is_a_number_or_a_name_with_an_optional_topic(chat: str) -> None:
    assert values.parse_chat(chat) == chat


def test_a_chat_may_be_a_bare_number_in_toml() -> None:
    assert values.parse_chat(-1001234567890) == "-1001234567890"


@pytest.mark.parametrize("chat", ["newsroom", "@x", "12/", "1.5", "-", "42/a"])
def test_what_is_no_chat_is_refused(chat: object) -> None:
    with pytest.raises(ValueError, match="-1001234567890"):
        values.parse_chat(chat)


def test_a_boolean_is_no_chat() -> None:
    with pytest.raises(ValueError, match="-1001234567890"):
        values.parse_chat(value=True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.example.org/", "https://news.example.org"),
        ("http://127.0.0.1:8081/bots", "http://127.0.0.1:8081/bots"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("", ""),
    ],
)
def test_a_web_address_loses_its_final_slash(url: str, expected: str) -> None:
    assert values.parse_http_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "news.example.org",
        "ftp://example.org",
        "https://",
        "https://example.org:99999",
        "https://example.org:x",
        "https://[::1",
        "https://a:b@example.org",
        "https://example.org/?a=1",
        "https://example.org/#a",
        "https://exa mple.org",
    ],
)
def test_what_is_no_web_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ValueError, match=r"https://news\.example\.org"):
        values.parse_http_url(url)


@pytest.mark.parametrize(
    "peer",
    [
        "intranet",
        "intranet.example:8080",
        "10.0.0.1",
        "10.0.0.1:80",
        "10.0.0.0/8",
        "10.0.0.0/8:8080",
        "::1",
        "[::1]:80",
        "fd00::/8",
        "[fd00::/8]:443",
        "xn--mnchen-3ya.example",
    ],
)
def test_a_peer_is_a_host_an_address_or_a_network_with_an_optional_port(peer: str) -> None:
    assert values.parse_peer(peer) == peer


@pytest.mark.parametrize(
    "peer",
    [
        "",
        "a b",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "10.0.0.256",
        "host:",
        "host:x",
        "host:0",
        "host:70000",
        "a/b",
        "1.2.3",
    ],
)
def test_what_is_no_peer_is_refused_with_an_example(peer: str) -> None:
    with pytest.raises(ValueError, match=r"intranet\.example:8080"):
        values.parse_peer(peer)


@pytest.mark.parametrize(
    ("network", "expected"),
    [("10.1.2.3", "10.1.2.3"), ("10.1.2.3/8", "10.0.0.0/8"), ("FD00::/8", "fd00::/8")],
)
def test_a_network_is_given_in_its_one_spelling(network: str, expected: str) -> None:
    assert values.parse_network(network) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@db/news", "postgresql://u:p@db/news"),
        ("postgresql://u:p@db/news", "postgresql://u:p@db/news"),
        ("postgresql+psycopg://db/news", "postgresql+psycopg://db/news"),
        ("sqlite:////var/lib/news.db", "sqlite:////var/lib/news.db"),
        ("sqlite:///news.db", "sqlite:///news.db"),
    ],
)
def test_a_database_address_has_one_name_for_postgresql(url: str, expected: str) -> None:
    assert values.parse_database_url(url) == expected


@pytest.mark.parametrize("url", ["", "mysql://db/news", "news.db", "sqlite://", "sqlite:///"])
def test_an_unknown_database_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ValueError, match="postgresql://user"):
        values.parse_database_url(url)


def test_a_header_text_takes_no_line_break() -> None:
    with pytest.raises(ValueError, match="one line"):
        values.parse_header_text("newsbot\r\nX-Evil: 1")


def test_a_folder_that_would_cut_the_database_address_is_refused() -> None:
    with pytest.raises(ValueError, match="question mark"):
        values.parse_folder(Path("/srv/what?"))


def test_targets_are_named_addresses_and_a_wrong_one_is_not_repeated() -> None:
    assert values.parse_targets("phone=ntfy://host/a=b\nDesk-2=json://x ") == {
        "phone": "ntfy://host/a=b",
        "desk-2": "json://x",
    }
    for wrong in ("ntfy://s3cret", "a b=ntfy://s3cret", "phone=s3cret", "=ntfy://s3cret"):
        with pytest.raises(ValueError, match="NAME=ADDRESS") as told:
            values.parse_targets(wrong)
        assert "s3cret" not in str(told.value)
