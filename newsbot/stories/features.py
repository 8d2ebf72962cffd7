"""Own what of an article is compared: weighted terms, names, numbers; it compares nothing.

A headline says what happened, the lead who and where, the rest background: so the headline counts
thrice, the lead once, the rest not at all, and names more than other words.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass

from newsbot.stories.article import StoryArticle
from newsbot.stories.boilerplate import is_boilerplate, without_dateline
from newsbot.stories.languages import CALENDAR, language_of
from newsbot.stories.names import find_names, is_title_case
from newsbot.stories.sentences import split_sentences
from newsbot.stories.words import stems

LEAD_CHARS = 500
TITLE_WEIGHT = 3.0
NAME_WEIGHT = 1.8
"""Chosen on labelled data; see docs/quality-stories.md."""
_LEAD_READ = 2
"""Leads of text read, so that as much is left when what belongs to the page is taken out."""
_TERMS_AT_MOST = 64
_LONGEST_HEADLINE = 160
_PERHAPS_CUT = 100
"""A title of so many characters may be the text's first words, cut by the source or by us."""
_QUANTITY = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)[\s-]+([^\W\d_]{3,})")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_NOTHING_COUNTED: frozenset[tuple[str, str]] = frozenset()
_SECTION = re.compile(r"^[\w &/-]{2,24} (?:[›»|]|â€º) ")
"""Some sites put their section before every headline, and some spoil the mark's encoding."""


@dataclass(frozen=True, slots=True)
class Term:
    """Hold one term of an article: its weight before any idf, and where it stands.

    Days and months count as numbers.
    `entity` numbers the names of several words (words of one name share it), else 0.
    """

    weight: float
    in_title: bool
    is_name: bool
    is_number: bool
    entity: int


@dataclass(frozen=True, slots=True)
class Features:
    """Hold all that the grouper compares of one article.

    `quantities` are (what, how many) of headline and lead.
    """

    terms: dict[str, Term]
    quantities: frozenset[tuple[str, str]]
    language: str


def features_of(article: StoryArticle) -> Features:
    """Read an article into its features; a missing title is taken from a short first line."""
    title, text = headline_and_text(article)
    language = language_of(f"{title}\n{text}", article.language)
    lead = _lead(text)
    in_title = Counter(stems(title, language))
    in_lead = Counter(stems(lead, language))
    dates = _dates(title, language)
    names, entities = _names(title, lead, language)
    terms: dict[str, Term] = {}
    for stem in in_title | in_lead:
        count = TITLE_WEIGHT * in_title[stem] + in_lead[stem]
        weight = (1.0 + math.log(count)) * (NAME_WEIGHT if stem in names else 1.0)
        terms[stem] = Term(
            weight=weight,
            in_title=stem in in_title,
            is_name=stem in names,
            is_number=stem[0].isdigit() or stem in dates,
            entity=entities.get(stem, 0),
        )
    return Features(
        terms=dict(list(terms.items())[:_TERMS_AT_MOST]),
        quantities=_quantities(f"{title}\n{lead}", language),
        language=language,
    )


def headline_and_text(article: StoryArticle) -> tuple[str, str]:
    """Return the headline without a section mark, and the text after it.

    A text that begins with its headline tells it once. A whole paragraph, or its beginning cut
    off, is no headline: sources without titles are given such.
    """
    title, text = article.title.strip(), article.text.strip()
    opening = title.rstrip("…").rstrip()
    if not opening or _is_cut_from(opening, text):
        first, _, rest = text.partition("\n")
        return (first, rest) if len(first) <= _LONGEST_HEADLINE else ("", text)
    if len(title) > _LONGEST_HEADLINE:
        return "", f"{title}\n{text}"
    text = text.removeprefix(opening)
    return _SECTION.sub("", title), text


def _is_cut_from(opening: str, text: str) -> bool:
    """Say whether a long title is but the first words of the text, which go on in its line."""
    if len(opening) < _PERHAPS_CUT or not text.startswith(opening):
        return False
    return len(opening) > _LONGEST_HEADLINE or text[len(opening) :][:1] not in {"", "\n"}


def _dates(title: str, language: str) -> set[str]:
    said = CALENDAR.intersection(_WORD.findall(title.lower()))
    return {stem for word in said for stem in stems(word, language)}


def _lead(text: str) -> str:
    """Return the beginning of the text without dateline, bylines, links and the like."""
    sentences = split_sentences(without_dateline(text[: _LEAD_READ * LEAD_CHARS].lstrip()))
    told = "\n".join(each.text for each in sentences if not is_boilerplate(each.text))
    return told[:LEAD_CHARS]


def _quantities(text: str, language: str) -> frozenset[tuple[str, str]]:
    found = {
        (counted[0], number.replace(",", "").replace(".", ""))
        for number, noun in _QUANTITY.findall(text)
        if (counted := stems(noun, language))
    }
    return frozenset(found) if found else _NOTHING_COUNTED


def _names(title: str, lead: str, language: str) -> tuple[set[str], dict[str, int]]:
    found = find_names(lead, language)
    if not is_title_case(title):
        found = find_names(title, language) + found
    names = {stem for name in found for stem in name}
    entities: dict[str, int] = {}
    for number, name in enumerate((n for n in found if len(n) > 1), start=1):
        for stem in name:
            entities.setdefault(stem, number)
    return names, entities
