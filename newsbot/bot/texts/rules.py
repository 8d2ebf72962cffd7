"""Own the form of the wording about rules: readings, word forms, edits, what to leave out.

It is a part of `Texts`, with a file of its own for each language.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTexts:
    """Hold the wording about rules in one language.

    A query in code font is read back by a button, so the order of places is the same everywhere.
    """

    # under a preview
    label_edit: str
    label_both: str
    label_all_words: str
    label_any: str
    rate_none: str
    rate_day: str
    rate_week: str
    rate_seldom: str
    reading: str
    forms: Mapping[str, str]
    label_forms: str

    # an edit
    edit_which: str
    edit_bad: str
    edit_how: str
    edit_preview: str
    edit_compared: str
    edit_counts: str
    edit_adds: str
    edit_drops: str
    edit_done: str
    label_save: str
    label_undo: str

    # fewer like this
    fewer_head: str
    fewer_offer: str
    fewer_none: str
    label_without: str

    # the card of a rule
    label_card: str
    label_rhythm: str
    label_share: str
    label_feed: str
    label_hide_words: str
    label_show_words: str
    label_to: str
    label_to_here: str
    label_back: str
    card_head: str
    card_rhythm: str
    card_place: str
    card_discreet: str
    to_place: str
    not_yours: str

    # sharing, private feeds
    share_which: str
    share_link: str
    share_end_ask: str
    share_ended: str
    label_unshare: str
    feed_which: str
    feed_public: str
    feed_made: str
    feed_known: str
    feed_close_ask: str
    feed_closed: str
    label_new_feed: str
    label_close_feed: str
