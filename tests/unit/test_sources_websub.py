"""The subscriber's side of WebSub."""

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from newsbot.sources.websub import (
    DEFAULT_LEASE,
    Denied,
    Verified,
    is_signed,
    renewal_after,
    subscription_form,
    verify_intent,
)

TOPIC = "https://e.org/feed?a=1&b=2"


def test_a_subscription_is_asked_for_by_a_form() -> None:
    form = subscription_form(
        mode="subscribe",
        topic=TOPIC,
        callback="https://bot.example/websub/7",
        secret="s3cret",
        lease=timedelta(days=2),
    )
    assert dict(parse_qsl(form.decode())) == {
        "hub.mode": "subscribe",
        "hub.topic": TOPIC,
        "hub.callback": "https://bot.example/websub/7",
        "hub.lease_seconds": "172800",
        "hub.secret": "s3cret",
    }


def test_an_end_of_subscription_carries_neither_secret_nor_lease() -> None:
    form = subscription_form(mode="unsubscribe", topic=TOPIC, callback="https://b.e/", secret="s")
    assert b"secret" not in form
    assert b"lease" not in form


def test_a_secret_that_no_hub_takes_is_refused() -> None:
    with pytest.raises(ValueError, match="200"):
        subscription_form(mode="subscribe", topic=TOPIC, callback="https://b.e/", secret="x" * 200)


QUESTION = {
    "hub.mode": "subscribe",
    "hub.topic": TOPIC,
    "hub.challenge": "abc",
    "hub.lease_seconds": "864000",
}


def test_what_we_asked_for_is_confirmed_with_the_challenge() -> None:
    assert verify_intent(QUESTION, topic=TOPIC, wanted="subscribe") == Verified(
        challenge="abc", lease=timedelta(days=10)
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"hub.topic": "https://other.example/"},
        {"hub.mode": "unsubscribe"},
        {"hub.challenge": ""},
        {"hub.mode": "odd"},
    ],
)
def test_what_we_did_not_ask_for_is_not_confirmed(changes: dict[str, str]) -> None:
    assert verify_intent(QUESTION | changes, topic=TOPIC, wanted="subscribe") is None


def test_nothing_is_confirmed_when_nothing_is_open() -> None:
    assert verify_intent(QUESTION, topic=TOPIC, wanted=None) is None


@pytest.mark.parametrize("seconds", ["", "0", "-5", "soon"])
def test_a_lease_that_is_none_is_the_usual_one(seconds: str) -> None:
    answer = verify_intent(
        QUESTION | {"hub.lease_seconds": seconds}, topic=TOPIC, wanted="subscribe"
    )
    assert answer == Verified(challenge="abc", lease=DEFAULT_LEASE)


def test_a_refusal_is_reported_with_its_reason() -> None:
    question = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "no such topic"}
    assert verify_intent(question, topic=TOPIC, wanted="subscribe") == Denied(
        reason="no such topic"
    )


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_body_signed_with_our_secret_is_genuine(method: str) -> None:
    signature = hmac.new(b"s3cret", b"<rss/>", getattr(hashlib, method)).hexdigest()
    assert is_signed(b"<rss/>", f"{method}={signature}", "s3cret")
    assert is_signed(b"<rss/>", f"{method.upper()}={signature.upper()}", "s3cret")
    assert not is_signed(b"<rss />", f"{method}={signature}", "s3cret")
    assert not is_signed(b"<rss/>", f"{method}={signature}", "other")
    assert not is_signed(b"<rss/>", f"{method}={signature}", "")


@pytest.mark.parametrize("header", ["", "sha256", "sha256=", "md5=abc", "sha256=é", "=abc"])
def test_a_body_without_a_right_signature_is_not_genuine(header: str) -> None:
    assert not is_signed(b"<rss/>", header, "s3cret")


def test_a_lease_is_renewed_before_it_ends() -> None:
    assert timedelta(0) < renewal_after(timedelta(days=10)) < timedelta(days=10)
