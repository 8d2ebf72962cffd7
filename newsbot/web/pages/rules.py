"""Own the list of the rules and what is done to several at once; one rule is `rule_editor`'s."""

from typing import Final, get_args

from starlette.responses import Response

from newsbot.db.rule_lists import Kind
from newsbot.domain.account import Role
from newsbot.errors import Invalid
from newsbot.services import rulelists
from newsbot.web.pages.charts import spark
from newsbot.web.pages.routes import Page, act, look
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.texts import ngettext
from newsbot.web.pages.visit import Visit

SHOWN: Final = 50
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


async def list_rules(visit: Visit) -> Response:
    """Show the rules with their volume, the newest first."""
    kind = next((known for known in KINDS if known == visit.asked("kind")), None)
    if kind is None:
        raise Invalid(_("There is no such kind of rules; choose one from the list."))
    text, before = visit.asked("q"), visit.asked_number("before")
    found = await rulelists.page(
        visit.desk,
        text=text,
        kind=kind,
        before_id=before,
        limit=SHOWN + 1,
        reader=visit.me.subscriber_id,
    )
    shown = found[:SHOWN]
    older = ""
    if len(found) > SHOWN:
        older = visit.address("rules", q=text, kind=kind, before=shown[-1].rule.id)
    return visit.page(
        "rules.html",
        here="rules",
        listed=[(one, spark(one.days)) for one in shown],
        text=text,
        kind=kind,
        newer=visit.address("rules", q=text, kind=kind) if before else "",
        older=older,
    )


async def change_many(visit: Visit) -> Response:
    """Pause, resume, remove or publish the ticked rules."""
    chosen = visit.form.text("act")
    number = await rulelists.bulk(
        visit.desk, visit.form.numbers("id"), chosen, reader=visit.me.subscriber_id
    )
    told = {
        "pause": ngettext("%(n)d rule alerts nobody now.", "%(n)d rules alert nobody now.", number),
        "resume": ngettext("%(n)d rule alerts again.", "%(n)d rules alert again.", number),
        "remove": ngettext("%(n)d rule removed.", "%(n)d rules removed.", number),
        "publish": ngettext(
            "%(n)d rule has a public feed.", "%(n)d rules have public feeds.", number
        ),
        "unpublish": ngettext(
            "%(n)d rule is not public now.", "%(n)d rules are not public now.", number
        ),
    }
    return visit.to("rules", told[chosen] % {"n": number})


PAGES: Final[tuple[Page, ...]] = (
    look("/rules", list_rules),
    act("/rules/many", change_many, Role.EDITOR),
)
