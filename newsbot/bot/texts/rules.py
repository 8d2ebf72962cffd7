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
