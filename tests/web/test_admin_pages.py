"""Pages of the administration: who may open which, and that none breaks or lets markup through."""

import httpx
import pytest

from newsbot.db import Database
from newsbot.domain.account import Role
from newsbot.web.pages import Page, every_page
from tests.web.pages_rig import HOSTILE, PagesRig, fill, open_pages

PAGES = [page for page in every_page() if "{rest" not in page.path]
LOOKS = [page for page in PAGES if page.method == "GET"]
KNOWN = {"{id:int}": "1", "{name}": "alliance", "{form}": "json"}
UNKNOWN = {"{id:int}": "987654", "{name}": "no-such-set", "{form}": "exe"}


def address(page: Page, values: dict[str, str]) -> str:
    path = page.path
    for parameter, value in values.items():
        path = path.replace(parameter, value)
    return path


@pytest.fixture
async def rig(sqlite_database: Database) -> PagesRig:
    return await open_pages(sqlite_database)


def is_refused_by_role(answer: httpx.Response) -> bool:
    return answer.status_code == 403 and "needs the role" in answer.text


@pytest.mark.parametrize("role", list(Role))
async def test_each_page_answers_those_who_may_and_nobody_else(rig: PagesRig, role: Role) -> None:
    await fill(rig.desk)
    wrong: list[str] = []
    async with rig.visitor(role) as visitor:
        for page in sorted(PAGES, key=lambda page: page.method):  # what removes comes last
            path = address(page, KNOWN)
            answer = await (visitor.get(path) if page.method == "GET" else visitor.post(path))
            good = answer.status_code == 200 if page.method == "GET" else answer.status_code < 500
            if not role.covers(page.role):
                good = is_refused_by_role(answer)
            elif is_refused_by_role(answer):
                good = False
            if not good:
                wrong.append(f"{page.method} {path}: {answer.status_code}")
    assert wrong == []


async def test_an_editor_changes_rules_but_only_an_admin_changes_sources(rig: PagesRig) -> None:
    """G11: content is the editor's, sources are the admin's; the API says the same."""
    await fill(rig.desk)
    async with rig.visitor(Role.EDITOR) as editor:
        assert (await editor.get("/rules/new")).status_code == 200
        assert is_refused_by_role(await editor.post("/sources/1/pause"))
        assert is_refused_by_role(await editor.post("/sources", url="https://paper.example/feed"))
        shown = (await editor.get("/sources")).text + (await editor.get("/sources/1")).text
        assert "sources/new" not in shown
        assert "/pause" not in shown
    changing = [
        page for page in PAGES if page.method == "POST" and page.path.startswith("/sources")
    ]
    assert len(changing) >= 8
    assert {page.role for page in changing} == {Role.ADMIN}


async def test_a_stranger_is_sent_to_the_login_and_changes_nothing(rig: PagesRig) -> None:
    async with rig.browser() as browser:
        for page in PAGES:
            answer = await browser.request(page.method, f"/admin{address(page, KNOWN)}")
            if page.method == "GET":
                place = answer.headers["location"].split("?")[0]
                assert (answer.status_code, place) == (303, "/admin/login")
            else:
                assert answer.status_code == 401, page.path


async def test_a_form_without_its_token_changes_nothing(rig: PagesRig) -> None:
    async with rig.visitor(Role.ADMIN) as visitor:
        visitor.csrf = "0" * 64
        for page in PAGES:
            if page.method == "POST":
                answer = await visitor.post(address(page, KNOWN))
                assert answer.status_code == 403, page.path
                assert "another visit" in answer.text


async def test_what_is_not_there_is_told_as_such(rig: PagesRig) -> None:
    async with rig.visitor(Role.ADMIN) as visitor:
        for page in PAGES:
            if "{" not in page.path:
                continue
            path = address(page, UNKNOWN)
            answer = await (
                visitor.get(path)
                if page.method == "GET"
                else visitor.post(path, version="1", query="NATO", name="x", forms="NATO")
            )
            assert answer.status_code in {404, 422}, (page.method, path, answer.status_code)
        assert (await visitor.get("/nothing/here")).status_code == 404


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
async def test_every_page_is_made_on_each_database(database: Database, *, filled: bool) -> None:
    rig = await open_pages(database)
    if filled:
        await fill(rig.desk)
    async with rig.visitor(Role.ADMIN) as visitor:
        for page in LOOKS:
            if not filled and ("{id" in page.path or "{name" in page.path):
                continue
            answer = await visitor.get(address(page, KNOWN))
            assert answer.status_code == 200, (page.path, answer.text[:400])


async def test_no_headline_becomes_markup_and_no_page_has_code_of_its_own(rig: PagesRig) -> None:
    await fill(rig.desk)
    seen = 0
    async with rig.visitor(Role.ADMIN) as visitor:
        for page in LOOKS:
            answer = await visitor.get(address(page, KNOWN))
            if not answer.headers["content-type"].startswith("text/html"):
                continue
            policy = answer.headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "script-src 'self'" in policy
            assert "<script>" not in answer.text, page.path
            assert "<img src=x" not in answer.text, page.path
            assert "<b>Alliance" not in answer.text, page.path
            assert " style=" not in answer.text, page.path
            seen += "&lt;script&gt;" in answer.text
    assert seen >= 2  # the article and its story at least: else the test would look at nothing


async def test_what_others_may_not_keep_is_kept_by_no_cache(rig: PagesRig) -> None:
    async with rig.visitor(Role.VIEWER) as visitor:
        assert (await visitor.get("")).headers["cache-control"] == "no-store"


async def test_a_hostile_query_is_shown_as_it_was_typed(rig: PagesRig) -> None:
    async with rig.visitor(Role.EDITOR) as visitor:
        answer = await visitor.post("/rules/check", query=HOSTILE)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "<img" not in answer.text
