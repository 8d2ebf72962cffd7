"""Own the form of the wording about wishes: what is muted, quiet hours, digests, settings.

It is a part of `Texts`, with a file of its own for each language.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WishTexts:
    """Hold the wording about wishes in one language.

    What answers the buttons under an alert is shown over the chat: plain, and short when filled.
    """

    # over the chat, after a button under an alert
    story_muted: str
    story_unmuted: str
    source_muted: str
    source_unmuted: str
    snoozed: str
    snooze_over: str
    channel_is_read_only: str

    # what is muted
    muted_none: str
    muted_head: str
    muted_story: str
    muted_source_for: str
    mute_what: str
    mute_unknown: str
    mute_near: str
    mute_done: str
    label_unmute: str

    # silence for a while
    snooze_what: str
    snooze_bad: str
    label_hour: str
    label_morning: str
    label_day: str
    label_end_snooze: str
    quiet_none: str
    quiet_are: str
    quiet_silent: str
    quiet_off: str
    quiet_bad: str
    label_no_quiet: str

    # the clock
    zone_is: str
    zone_how: str
    zone_first: str
    zone_unknown: str
    zone_hint: str

    # digests; a rhythm stands in the middle of a sentence
    rhythms: Mapping[str, str]
    weekdays: Mapping[str, str]
    digest_which: str
    digest_how: str
    digest_how_all: str
    digest_set: str
    digest_set_all: str
    digest_bad: str
    label_all: str
    label_now: str
    label_hourly: str
    label_daily: str
    label_weekly: str

    # settings
    language_name: str
    language_which: str
    language_unknown: str
    language_set: str
    languages_all: str
    languages_are: str
    languages_how: str
    languages_bad: str
    label_languages: str
    settings_head: str
    settings_language: str
    settings_languages: str
    settings_all_languages: str
    settings_zone: str
    settings_quiet: str
    no_hours: str
    settings_snooze: str
    settings_no_snooze: str
    settings_rules: str
    settings_muted: str
    settings_paused: str
    settings_on: str
    settings_more: str
