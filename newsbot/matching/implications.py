"""Own which leaf holds whenever another does, whatever the article; AND and OR are not here."""

from newsbot.matching.normalise import plain_key
from newsbot.matching.pattern import Element, Sequence, sequences
from newsbot.matching.query import Alias, Leaf, Term, Value


def implies(stronger: Leaf, weaker: Leaf) -> bool:
    """Say whether every article with `stronger` surely has `weaker`."""
    if stronger == weaker:
        return True
    match stronger, weaker:
        case Alias(forms=forms), _:
            return all(implies(form, weaker) for form in forms)
        case _, Alias(forms=forms):
            return any(implies(stronger, form) for form in forms)
        case Term(), Term():
            return _within(stronger.field, weaker.field) and all(
                any(_contains(long, short) for short in sequences(weaker))
                for long in sequences(stronger)
            )
        case Value(field="source"), Value(field="source"):
            return stronger.text.casefold() == weaker.text.casefold()
        case Value(field="site"), Value(field="site"):
            return stronger.text.endswith(f".{weaker.text}")
        case _:
            return False


def excludes(one: Leaf, other: Leaf) -> bool:
    """Say whether no article has both: an article is in one language and of one host."""
    match one, other:
        case Value(field="lang"), Value(field="lang"):
            return one.text != other.text
        case Value(field="site"), Value(field="site"):
            return not (one.text == other.text or implies(one, other) or implies(other, one))
        case _:
            return False


def _within(field: str, wider: str) -> bool:
    return field == wider or (not wider and field in {"title", "body"})


def _contains(long: Sequence, short: Sequence) -> bool:
    """Say whether a sequence that occurs has another within it."""
    places = range(len(long) - len(short) + 1)
    return any(
        all(_covers(long[place + index], short[index]) for index in range(len(short)))
        for place in places
    )


def _covers(stronger: Element, weaker: Element) -> bool:
    """Say whether a word that answers one element surely answers the other."""
    if stronger == weaker:
        return True
    if weaker.kind == "exact":
        return False
    if stronger.kind == "stem":
        return weaker.kind == "stem" and stronger.key == weaker.key
    if weaker.kind == "stem":
        return stronger.kind != "prefix" and stronger.key == weaker.key
    if weaker.kind == "prefix":
        return stronger.key.startswith(weaker.key)
    if stronger.kind == "prefix":
        return False
    bare = stronger.key.removeprefix("#")
    return weaker.key in {stronger.key, plain_key(stronger.key), bare}
