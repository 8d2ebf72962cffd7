"""Own the answer to /why: how far an article came, and what this chat's rules say of it."""

import re

from newsbot.bot.handlers.reading import name_of_language
from newsbot.bot.handlers.wording import moment, name_of
from newsbot.bot.markup import Html, code, fill, join, shorten
from newsbot.bot.replies import Reply
from newsbot.bot.texts import primary
from newsbot.bot.visits import Visit
from newsbot.services.explanations import Explanation, Verdict, explain

WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
TITLE_SHOWN = 200
CLAUSE_SHOWN = 120
REASON_SHOWN = 120
VERDICTS_SHOWN = 12


async def why(visit: Visit, argument: str) -> Reply:
    """Explain the article at the address, for this chat."""
    found = WEB_ADDRESS.search(argument)
    if found is None:
        return Reply(text=Html(visit.texts.why_what))
    subscriber = visit.subscriber
    known = await explain(visit.desk, found[0], None if subscriber is None else subscriber.id)
    if not known:
        return Reply(text=Html(visit.texts.why_unknown))
    budget = max(1, VERDICTS_SHOWN // len(known))
    return Reply(text=join((_told(visit, one, budget) for one in known), "\n\n"))


def _told(visit: Visit, one: Explanation, budget: int) -> Html:
    texts = visit.texts
    head = fill(
        texts.why_article,
        title=fill("<b>{title}</b>", title=shorten(one.title, TITLE_SHOWN)),
        source=shorten(one.source, CLAUSE_SHOWN),
        seen=moment(visit, one.first_seen_at),
    )
    if one.is_failed:
        return join([head, texts.why_failed])
    if not one.is_processed:
        return join([head, texts.why_waiting])
    if not one.verdicts:
        return join([head, texts.why_no_rules])
    telling_first = sorted(one.verdicts, key=lambda verdict: (not verdict.state, not verdict.holds))
    return join([head, *(_verdict(visit, one, each) for each in telling_first[:budget])])


def _verdict(visit: Visit, one: Explanation, verdict: Verdict) -> Html:
    texts, name = visit.texts, name_of(verdict.rule_name)
    if verdict.state:
        sent = "" if verdict.sent_at is None else moment(visit, verdict.sent_at)
        reason = shorten(verdict.reason, REASON_SHOWN)
        template = texts.why_states.get(verdict.state, "{name}: " + verdict.state)
        return fill(template, name=name, sent=sent, reason=reason)
    if verdict.holds and visit.subscriber is not None and not visit.subscriber.reads(one.language):
        return fill(texts.why_unread, name=name, language=name_of_language(primary(one.language)))
    if verdict.holds:
        return fill(texts.why_not_told, name=name)
    missed = fill(texts.why_missed, name=name, clause=code(shorten(verdict.missed, CLAUSE_SHOWN)))
    if not verdict.nearest:
        return missed
    nearest = fill(texts.why_nearest, nearest=shorten(verdict.nearest, CLAUSE_SHOWN))
    return Html(f"{missed} {nearest}")
