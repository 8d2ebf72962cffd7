"""Own the composition of a Message from what a delivery carries; pure.

How it looks is decided by each channel, which words it uses by the channel's language.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from newsbot.channels.wording import words_of
from newsbot.db.alerts import FIRST_LIST
from newsbot.db.content import Content, StoryContent
from newsbot.db.reports import Report
from newsbot.domain.delivery import Delivery, DeliveryKind
from newsbot.domain.message import Button, Change, Item, MarkedText, Message, merge_marks
from newsbot.pipeline.alert_buttons import alert_buttons, bears_buttons

FIRST_SHOWN = 5
"""A first-fetch list shows the five best and counts the others (G3)."""

LIST_LIMIT = 40
"""More headlines than this no reader scans; the channel cuts earlier when its message is full."""

UNSPACED_FROM = 0x0E00
"""Scripts that write without spaces start here (Thai); below, words have edges to respect."""


def compose(content: Content) -> Message:
    """Return the message of one delivery: a story, or a list of several."""
    delivery = content.delivery
    if delivery.kind == DeliveryKind.NOTICE:
        return Message(
            heading=delivery.window.partition(":")[0],
            language=content.language,
            key=_key(delivery),
        )
    stories = _stories(content)
    if delivery.kind in {DeliveryKind.LIST, DeliveryKind.DIGEST}:
        is_first = delivery.window.startswith(FIRST_LIST)
        limit = FIRST_SHOWN if is_first else LIST_LIMIT
        items = [*_later(content), *(item(story) for story in sorted(stories, key=_rank))]
        return Message(
            items=tuple(items[:limit]),
            heading=_heading(delivery),
            more=max(0, len(items) - limit),
            footer=_footer(content),
            silent=delivery.silent,
            time_zone=content.time_zone,
            language=content.language,
            key=_key(delivery),
        )
    return Message(
        items=(*(item(story) for story in stories), *_later(content)),
        silent=delivery.silent,
        reply_to=content.told_in if delivery.kind == DeliveryKind.REPLY else "",
        buttons=_buttons(content),
        time_zone=content.time_zone,
        language=content.language,
        key=_key(delivery),
    )


def _buttons(content: Content) -> tuple[tuple[Button, ...], ...]:
    if content.is_channel or not bears_buttons(content.delivery):
        return ()
    return alert_buttons(content.delivery.id, content.language)


def _stories(content: Content) -> list[StoryContent]:
    """Return the stories that the message tells as such; of the others only reports came."""
    if content.delivery.kind == DeliveryKind.EDIT or not content.reports:
        return list(content.stories)
    return [story for story in content.stories if story.is_new and not _is_own(content.delivery)]


def _is_own(delivery: Delivery) -> bool:
    """Say whether the delivery is a further article's, for who wants every one."""
    return delivery.kind == DeliveryKind.STORY and delivery.window != ""


def _later(content: Content) -> list[Item]:
    """Return the later reports: what corrects stands before what goes on."""
    told = {story.story_id: story for story in content.stories}
    ranked = sorted(content.reports, key=lambda one: not one.kind)
    label = "" if _is_own(content.delivery) else "update"
    return [_report(one, told.get(one.story_id), one.kind or label) for one in ranked]


def _report(report: Report, story: StoryContent | None, label: str) -> Item:
    told = story.told if story is not None else ()
    surfaces = {one.text for alert in told for one in alert.evidence if one.text}
    return Item(
        headline=mark(report.headline, surfaces),
        url=report.url,
        summary=mark(report.said or ("" if report.kind else report.summary), surfaces),
        outlets=(report.outlet,),
        published=report.published,
        rules=tuple(dict.fromkeys(alert.rule_name for alert in told)),
        language=report.language,
        label=label,
    )


def _footer(content: Content) -> str:
    """Return the line under a digest on what mutes kept from it, "" when they kept nothing."""
    if content.muted is None:
        return ""
    counted = words_of(content.language).muted.format(count=content.muted.count)
    return f"{counted} ({'; '.join(content.muted.headlines)})"


def _key(delivery: Delivery) -> str:
    """Return what tells this message from every other, also after a restore reused its id."""
    return f"{delivery.id}-{int(delivery.created_at.timestamp())}"


def _heading(delivery: Delivery) -> str:
    """Return the name of the heading; channels have the words."""
    if delivery.kind == DeliveryKind.DIGEST:
        return "digest"
    return "first" if delivery.window.startswith(FIRST_LIST) else "list"


def _rank(story: StoryContent) -> tuple[int, int, float]:
    """Order a list: more matched rules first, then more outlets, then the newest."""
    rules = len({told.rule_name for told in story.told})
    return (-rules, -len(story.outlets), -story.published.timestamp())


def item(story: StoryContent) -> Item:
    """Return one story with the matched words marked in headline and summary."""
    surfaces = {one.text for told in story.told for one in told.evidence if one.text}
    summary = next((told.summary for told in story.told if told.summary), story.summary)
    return Item(
        headline=mark(story.headline, surfaces),
        url=story.url,
        summary=mark(summary, surfaces),
        outlets=story.outlets,
        published=story.published,
        rules=tuple(dict.fromkeys(told.rule_name for told in story.told)),
        language=story.language,
        changes=tuple(
            Change(at=turn.at, text=turn.text, outlet=turn.outlet, label=turn.kind)
            for turn in story.turns
        ),
    )


def mark(text: str, surfaces: Iterable[str]) -> MarkedText:
    """Return the text with every whole occurrence of the matched words marked.

    The words are searched as they stood in the article: a summary is made of its sentences, so
    the rule need not be judged again.
    """
    spans: list[tuple[int, int]] = []
    for surface in surfaces:
        start = text.find(surface)
        while start >= 0:
            end = start + len(surface)
            if _is_whole(text, start, end):
                spans.append((start, end))
            start = text.find(surface, end)
    return MarkedText(text=text, marks=merge_marks(spans, len(text)))


def _is_whole(text: str, start: int, end: int) -> bool:
    if ord(text[start]) >= UNSPACED_FROM:
        return True
    outside: Sequence[str] = (text[start - 1 : start], text[end : end + 1])
    return not any(_continues_word(char) for char in outside if char)


def _continues_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"
