"""Own the pages about stories: the newest, and one on a time line with what can be mended."""

from typing import Final

from starlette.responses import Response

from newsbot.services import storyviews
from newsbot.web.pages.pieces import body_pieces, leaves_of, title_pieces
from newsbot.web.pages.routes import Page, look
from newsbot.web.pages.visit import Visit

SHOWN: Final = 50


async def list_stories(visit: Visit) -> Response:
    """Show stories, the newest first."""
    before = visit.asked_number("before")
    found = await storyviews.latest(visit.desk, before_id=before, limit=SHOWN + 1)
    shown = found[:SHOWN]
    return visit.page(
        "stories.html",
        here="stories",
        listed=shown,
        newer=visit.address("stories") if before else "",
        older=visit.address("stories", before=shown[-1].id) if len(found) > SHOWN else "",
    )


async def show_story(visit: Visit) -> Response:
    """Show one story."""
    found = await storyviews.look(visit.desk, visit.id, reader=visit.me.subscriber_id)
    members = [
        {
            "article": one.article,
            "former": one.former,
            "private": one.private,
            "title": title_pieces(
                one.article, [each for rule in one.matched for each in rule.evidence]
            ),
            "matched": [
                (rule, body_pieces(one.article, rule.evidence), leaves_of(rule.evidence))
                for rule in one.matched
            ],
        }
        for one in found.members
    ]
    return visit.page(
        "story.html",
        here="stories",
        found=found,
        members=members,
        feed=f"{visit.tools.site.base_url}/feeds/story/{found.story.id}",
    )


PAGES: Final[tuple[Page, ...]] = (
    look("/stories", list_stories),
    look("/stories/{id:int}", show_story),
)
