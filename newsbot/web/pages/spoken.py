"""Own the reading of a query in words, for people who do not think in operators.

It goes by the tree that the parser made, never by the text that was typed: what is read out is
what will be matched.
"""

from dataclasses import dataclass
from typing import Final

from newsbot.matching import Query, canonical
from newsbot.matching.query import Alias, And, Count, Near, Not, Or, Regex, Term, Value
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.texts import ngettext

FORMS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Hold one line of the reading: words, the quoted text, and what stands below it."""

    before: str
    quoted: str = ""
    after: str = ""
    children: tuple["Spoken", ...] = ()


def speak(query: Query) -> Spoken:
    """Return the reading of a tree."""
    match query:
        case And(children=children):
            return Spoken(before=_("all of these:"), children=tuple(map(speak, children)))
        case Or(children=children):
            return Spoken(before=_("any of these:"), children=tuple(map(speak, children)))
        case Not(child=child):
            return Spoken(before=_("not:"), children=(speak(child),))
        case Near(left=left, right=right, distance=distance):
            words = ngettext(
                "at most %(n)d word apart, in any order:",
                "at most %(n)d words apart, in any order:",
                distance,
            )
            return Spoken(before=words % {"n": distance}, children=(speak(left), speak(right)))
        case Count(child=child, minimum=minimum):
            words = _("at least %(n)d times:") % {"n": minimum}
            return Spoken(before=words, children=(speak(child),))
        case _:
            return _leaf(query)


_PLACES: Final = {
    "": _("in the title or the text"),
    "title": _("in the title"),
    "body": _("in the text"),
    "author": _("in the author's name"),
    "tag": _("among the tags"),
}


def _leaf(leaf: Term | Alias | Regex | Value) -> Spoken:
    match leaf:
        case Term(text=text, field=field):
            return Spoken(before=_kind(leaf), quoted=text, after=_how(leaf) + _PLACES[field])
        case Alias(name=name, forms=forms, field=field):
            shown = ", ".join(canonical(form) for form in forms[:FORMS_SHOWN])
            more = " …" if len(forms) > FORMS_SHOWN else ""
            after = _("(%(forms)s) %(place)s") % {"forms": shown + more, "place": _PLACES[field]}
            return Spoken(before=_("any form of"), quoted=f"@{name}", after=after)
        case Regex(pattern=pattern, field=field):
            return Spoken(before=_("the pattern"), quoted=pattern, after=_PLACES[field])
        case Value(field=field, text=text):
            return Spoken(before=_VALUES[field], quoted=text)


_VALUES: Final = {
    "source": _("from the source"),
    "lang": _("in the language"),
    "site": _("from the site"),
}


def _kind(term: Term) -> str:
    if term.mode == "hashtag":
        return _("the hashtag")
    if term.prefix:
        return _("words that begin with")
    return _("the phrase") if " " in term.text else _("the word")


def _how(term: Term) -> str:
    if term.mode == "exact":
        return _("written exactly so,") + " "
    if term.mode == "stem":
        return _("in any of its forms,") + " "
    return ""
