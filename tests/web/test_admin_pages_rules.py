"""The rule editor over HTTP: errors in their place, saving, versions and their return."""

import html
import json
import re

import pytest

from newsbot.db import Database
from newsbot.domain.account import Role
from newsbot.services import rulelists, rules
from tests.web.pages_rig import PagesRig, fill, open_pages

WRONG = "NATO AND (Berlin"


@pytest.fixture
async def rig(database: Database) -> PagesRig:
    return await open_pages(database)


def marks(page: str) -> list[dict[str, object]]:
    found = re.search(r"data-marks='([^']*)'", page)
    assert found is not None
    read: list[dict[str, object]] = json.loads(html.unescape(found[1]))
    return read


async def test_an_error_is_marked_where_it_stands(rig: PagesRig) -> None:
    async with rig.visitor(Role.EDITOR) as visitor:
        answer = await visitor.post("/rules/check", query=WRONG)

    [mark] = marks(answer.text)
    assert mark["tone"] == "bad"
    assert 0 <= int(str(mark["start"])) <= len(WRONG)
    assert "Read as" not in answer.text


async def test_a_right_query_is_read_aloud(rig: PagesRig) -> None:
    async with rig.visitor(Role.VIEWER) as visitor:
        answer = await visitor.post("/rules/check", query="nato or otan")
    assert "Read as" in answer.text
    assert all(mark["tone"] != "bad" for mark in marks(answer.text))


async def test_a_draft_shows_what_it_would_have_met(rig: PagesRig) -> None:
    await fill(rig.desk)
    async with rig.visitor(Role.VIEWER) as visitor:
        answer = await visitor.post("/rules/preview", query="NATO", span="30")
    assert answer.status_code == 200
    assert "<mark" in answer.text


async def test_a_wrong_rule_is_not_saved_and_nothing_typed_is_lost(rig: PagesRig) -> None:
    async with rig.visitor(Role.EDITOR) as visitor:
        answer = await visitor.post("/rules", query=WRONG, name="Half")
        listed = await visitor.get("/rules")

    assert answer.status_code == 422
    assert WRONG in answer.text
    assert "Not saved" in answer.text
    assert "Half" not in listed.text


async def test_a_rule_is_saved_changed_and_brought_back(rig: PagesRig) -> None:
    async with rig.visitor(Role.EDITOR) as visitor:
        saved = await visitor.post("/rules", query="NATO", name="Alliance")
        place = saved.headers["location"].removeprefix("/admin")
        changed = await visitor.post(place, query="OTAN", name="Alliance", version="1")
        stale = await visitor.post(place, query="UNO", name="Alliance", version="1")
        restored = await visitor.post(f"{place}/restore", version="1")

        shown = await visitor.get(place)

    assert (saved.status_code, changed.status_code, stale.status_code) == (303, 303, 409)
    assert restored.status_code == 303
    kept = await rulelists.open_rule(rig.desk, int(place.rpartition("/")[2]), reader=None)
    assert (kept.query, kept.version) == ("NATO", 3)
    assert "OTAN" in shown.text  # in the history


async def test_a_removed_rule_is_gone(rig: PagesRig) -> None:
    kept = await rules.add(rig.desk, "NATO")
    async with rig.visitor(Role.EDITOR) as visitor:
        removed = await visitor.post(f"/rules/{kept.rule.id}/remove")
        assert removed.status_code == 303
        assert (await visitor.get(f"/rules/{kept.rule.id}")).status_code == 404
