"""Own the overview of a chat's settings, and the choice of its language."""

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.handlers.listing import followed
from newsbot.bot.handlers.quiet import quiet_hours, span
from newsbot.bot.handlers.reading import name_of_language
from newsbot.bot.handlers.wording import moment
from newsbot.bot.markup import Html, code, fill, join
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.texts import LANGUAGES, Texts
from newsbot.bot.visits import Visit
from newsbot.services import wishes


async def show_settings(visit: Visit, _argument: str) -> Reply:
    """Show what can be changed here, each with its command."""
    subscriber, here, texts = visit.subscriber, visit.destination, visit.texts.wishes
    if subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    hours = await quiet_hours(visit)
    followed_here, _ = await followed(visit)
    muted = [] if here is None else await wishes.named_mutes(visit.desk, [here.id])
    until = None
    if here is not None:
        until = (await wishes.wishes_of(visit.desk, here.id)).snoozed_until
    is_snoozed = until is not None and until > visit.desk.clock.now()
    lines = [
        Html(texts.settings_head),
        fill(texts.settings_language, name=texts.language_name),
        fill(
            texts.settings_languages,
            names=", ".join(map(name_of_language, subscriber.languages))
            or texts.settings_all_languages,
        ),
        fill(texts.settings_zone, zone=subscriber.timezone),
        fill(texts.settings_quiet, hours=texts.no_hours if hours is None else span(hours)),
        fill(texts.settings_snooze, until=moment(visit, until))
        if until is not None and is_snoozed
        else Html(texts.settings_no_snooze),
        fill(texts.settings_rules, count=len(followed_here)),
        fill(texts.settings_muted, count=len(muted)),
        Html(texts.settings_paused if subscriber.state == "paused" else texts.settings_on),
        Html(texts.settings_more),
    ]
    return Reply(text=join(lines))


async def language(visit: Visit, argument: str) -> Reply:
    """Speak another language here, or ask which one."""
    if visit.subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    wanted = argument.strip().casefold()
    for one in LANGUAGES.values():
        if wanted in {one.language, one.wishes.language_name.casefold()}:
            return await _speak(visit, one)
    texts = visit.texts.wishes
    asked = Html(texts.language_which)
    if wanted:
        asked = join([fill(texts.language_unknown, given=code(argument)), asked])
    offered = [
        button(one.wishes.language_name, Verb.LANGUAGE, fingerprint(one.language))
        for one in LANGUAGES.values()
    ]
    return Reply(text=asked, buttons=(tuple(offered),))


async def press_language(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Speak the language of the button here."""
    for one in LANGUAGES.values():
        if visit.subscriber is not None and numbers[:1] == (fingerprint(one.language),):
            return await _speak(visit, one)
    return Reply(toast=visit.texts.old_button)


async def _speak(visit: Visit, chosen: Texts) -> Reply:
    assert visit.subscriber is not None
    await wishes.set_language(visit.desk, visit.subscriber.id, chosen.language)
    return Reply(text=Html(chosen.wishes.language_set))
