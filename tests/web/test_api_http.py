"""The conventions of the API: pages, tags, repetitions, refusals, and bodies meant to break it."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from newsbot.db import Database
from newsbot.domain.account import Role
from newsbot.services import rules
from tests.fakes.newsroom import FEED
from tests.web.api_rig import ApiRig, open_rig


@pytest.fixture
async def rig(database: Database) -> ApiRig:
    return await open_rig(database)


@pytest.fixture
async def client(rig: ApiRig) -> AsyncIterator[httpx.AsyncClient]:
    async with rig.client(await rig.key(Role.ADMIN)) as client:
        yield client


async def test_a_list_is_walked_by_its_links_and_nothing_is_told_twice(
    client: httpx.AsyncClient, rig: ApiRig
) -> None:
    for number in range(7):
        await rules.add(rig.desk, f"word{number}")
    url: Any = "/rules?limit=3"
    seen: list[int] = []
    while url:
        answer = await client.get(url)
        seen += [one["id"] for one in answer.json()]
        following = answer.links.get("next", {}).get("url")
        url = answer.url.join(following) if following else None

    assert seen == [1, 2, 3, 4, 5, 6, 7]


async def test_a_change_of_what_was_changed_meanwhile_is_refused(
    client: httpx.AsyncClient,
) -> None:
    made = await client.post("/rules", json={"query": "nato"})
    tag = {"if-match": made.headers["etag"]}
    path = f"/rules/{made.json()['id']}"

    blind = await client.patch(path, json={"query": "nato summit"})
    first = await client.patch(path, json={"query": "nato summit"}, headers=tag)
    second = await client.patch(path, json={"query": "nato sport"}, headers=tag)

    assert [one.status_code for one in (blind, first, second)] == [428, 200, 412]
    assert (await client.get(path)).headers["etag"] == first.headers["etag"]
    assert (await client.delete(path, headers=tag)).status_code == 412


async def test_of_two_changes_at_once_one_is_made(client: httpx.AsyncClient) -> None:
    import asyncio

    made = await client.post("/rules", json={"query": "nato"})
    tag = {"if-match": made.headers["etag"]}
    answers = await asyncio.gather(
        *(client.patch("/rules/1", json={"name": f"Name {n}"}, headers=tag) for n in range(4))
    )

    statuses = sorted(one.status_code for one in answers)
    assert statuses[0] == 200
    assert set(statuses[1:]) <= {409, 412}
    assert (await client.get("/rules/1")).json()["version"] == 2


async def test_a_former_version_of_a_rule_comes_back_as_a_new_one(
    client: httpx.AsyncClient,
) -> None:
    await client.post("/rules", json={"query": "nato", "name": "First"})
    over = {"if-match": "*"}
    await client.patch("/rules/1", json={"query": "sport", "name": "Second"}, headers=over)

    back = await client.post("/rules/1/restore", json={"version": 1})
    missing = await client.post("/rules/1/restore", json={"version": 9})
    told = (await client.get("/rules/1/versions")).json()

    assert (back.json()["query"], back.json()["name"], back.json()["version"]) == (
        "nato",
        "First",
        3,
    )
    assert missing.status_code == 404
    assert [(one["version"], one["query"], one["by"]) for one in told] == [
        (3, "nato", "key.admin"),
        (2, "sport", "key.admin"),
        (1, "nato", "key.admin"),
    ]


async def test_a_repeated_request_is_done_once(client: httpx.AsyncClient) -> None:
    headers = {"idempotency-key": "one"}
    first = await client.post("/rules", json={"query": "nato"}, headers=headers)
    again = await client.post("/rules", json={"query": "nato"}, headers=headers)
    other = await client.post("/rules", json={"query": "sport"}, headers=headers)
    refused = await client.post("/rules", json={"query": "("}, headers={"idempotency-key": "two"})
    mended = await client.post("/rules", json={"query": "x"}, headers={"idempotency-key": "two"})

    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["etag"] == first.headers["etag"]
    assert (other.status_code, refused.status_code, mended.status_code) == (409, 422, 201)
    assert len((await client.get("/rules")).json()) == 2


async def test_a_key_that_is_told_once_is_not_kept_for_repetitions(
    client: httpx.AsyncClient, rig: ApiRig
) -> None:
    import sqlalchemy as sa

    from newsbot.db.schema import kept_answers

    headers = {"idempotency-key": "one"}
    made = await client.post("/users/1/keys", json={}, headers=headers)
    linked = await client.post("/users", json={"name": "anna"}, headers=headers)

    assert made.json()["key"].startswith("nbk_")
    assert "/admin/setup/" in linked.json()["link"]
    async with rig.desk.db.reading() as tx:
        assert (await tx.execute(sa.select(kept_answers))).all() == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/rules/999", 404),
        ("GET", "/rules/" + "9" * 5000, 404),
        ("PUT", "/rules", 405),
        ("GET", "/rules?limit=0", 422),
        ("GET", "/rules?cursor=zzzz", 422),
        ("GET", "/articles?cursor=MjAyNi0wMS0wMSAx", 422),
        ("GET", "/audit?actor=%00", 422),
        ("GET", "/deliveries?state=odd", 422),
    ],
)
async def test_every_refusal_is_a_problem_document(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await client.request(method, path)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.headers.get("allow", "GET, POST") == "GET, POST"


HOSTILE = {
    "no JSON": (b"{", 400),
    "no UTF-8": (b'{"query": "\xff"}', 400),
    "NaN": (b'{"query": NaN}', 400),
    "infinity": (b'{"query": -Infinity}', 400),
    "half a pair": (rb'{"query": "\ud800"}', 400),
    "NUL": (rb'{"query": "a\u0000b"}', 400),
    "NUL in a name": (rb'{"a\u0000b": 1}', 400),
    "a name twice": (b'{"query": "a", "query": "b"}', 400),
    "deep": (b"[" * 100_000, 400),
    "deep but closed": (b"[" * 50 + b"]" * 50, 400),
    "a long number": (b'{"owner": ' + b"9" * 10_000 + b', "query": "a"}', 400),
    "a large number": (b'{"owner": 9223372036854775808, "query": "a"}', 422),
    "another type": (b'{"query": 5}', 422),
    "a text for truth": (b'{"query": "a", "public": "yes"}', 422),
    "an unknown field": (b'{"query": "a", "id": 7}', 422),
    "a list": (b"[]", 422),
    "a long query": (b'{"query": "' + b"a" * 5000 + b'"}', 422),
    "too large": (b" " * (5 * 1024 * 1024), 413),
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_a_body_meant_to_break_the_parser_is_refused(
    client: httpx.AsyncClient, body: tuple[bytes, int]
) -> None:
    content, status = body
    headers = {"content-type": "application/json"}

    answer = await client.post("/rules", content=content, headers=headers)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_brackets_in_a_text_are_no_depth(client: httpx.AsyncClient) -> None:
    name = '[{"\\' * 30
    made = await client.post("/rules", json={"query": "nato", "name": name})

    assert made.json()["name"] == name[:60].strip()


async def test_a_form_is_no_body(client: httpx.AsyncClient) -> None:
    assert (await client.post("/rules", data={"query": "nato"})).status_code == 415


async def test_a_query_with_faults_is_told_with_their_places(client: httpx.AsyncClient) -> None:
    answer = await client.post("/rules", json={"query": "nato AND ("})

    assert answer.status_code == 422
    assert {"start", "end", "code", "message", "fix"} <= set(answer.json()["errors"][0])


async def test_a_source_lives_its_life(client: httpx.AsyncClient) -> None:
    seen = await client.post("/sources/preview", json={"url": FEED})
    made = await client.post("/sources", json={"url": FEED, "name": "paper", "interval": 600})
    path = f"/sources/{made.json()['id']}"
    twice = await client.post("/sources", json={"url": FEED})
    paused = await client.post(f"{path}/pause")
    edited = await client.patch(path, json={"title": "The Paper", "licensed": True})
    gone = await client.post("/sources/preview", json={"url": "https://nowhere.example/"})
    opml = await client.get("/sources/export")

    assert seen.json()["entries"][0]["title"] == "Headline number 1"
    assert (made.status_code, made.json()["interval"], twice.status_code) == (201, 600, 409)
    assert paused.json()["state"] == "paused"
    assert (edited.json()["title"], edited.json()["licensed"]) == ("The Paper", True)
    assert gone.status_code == 422
    assert "paper.example" in opml.text
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404


async def test_an_alias_set_is_changed_after_it_was_read(client: httpx.AsyncClient) -> None:
    made = await client.post("/aliases", json={"name": "town", "forms": ["Town", "Місто"]})
    tag = {"if-match": made.headers["etag"]}
    edited = await client.patch("/aliases/town", json={"add": ["City"]}, headers=tag)
    late = await client.patch("/aliases/town", json={"add": ["Burg"]}, headers=tag)

    assert edited.json()["forms"] == ["Town", "Місто", "City"]
    assert late.status_code == 412
    assert "Місто" in (await client.get("/alias-file")).text


async def test_the_trail_names_who_did_it_and_is_exported(client: httpx.AsyncClient) -> None:
    await client.post("/rules", json={"query": "=1+1"})

    (line,) = (await client.get("/audit", params={"action": "rule"})).json()
    table = (await client.get("/audit/export")).text
    lines = (await client.get("/audit/export?form=jsonl")).text

    assert (line["actor"], line["door"], line["action"]) == ("key.admin", "api", "rule.add")
    assert table.startswith("id,at,actor,door,action,object,before,after")
    assert '"rule.add"' in lines


async def test_the_description_has_an_example_a_role_and_refusals_for_every_call(
    client: httpx.AsyncClient,
) -> None:
    described = (await client.get("/openapi.json")).json()

    assert described["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert "Needs the role" in operation["description"], path
            assert "401" in operation["responses"]
            refusal = operation["responses"]["404"]["content"]
            assert list(refusal) == ["application/problem+json"], (method, path)
