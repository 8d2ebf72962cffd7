"""Own what a term asks of the words of a text: sequences of keys; it finds nothing itself."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal, TypeAlias

from newsbot.matching.normalise import normal_key, written
from newsbot.matching.query import Term
from newsbot.matching.tokens import Words, read_words

Kind = Literal["key", "prefix", "exact", "stem"]

MAX_OPEN_JOINS = 3
"""Pairs such as `Boeing 737` in one phrase that are tried both joined and apart."""


@dataclass(frozen=True, slots=True)
class Element:
    """Ask for one word: by its key, by the beginning of its key, as written, or by its stem."""

    kind: Kind
    key: str
    surface: str = ""


Sequence: TypeAlias = tuple[Element, ...]
"""Elements that must stand side by side in one sentence."""


@lru_cache(maxsize=100_000)
def sequences(term: Term) -> tuple[Sequence, ...]:
    """Return the sequences any of which answers a term; empty when it holds no word.

    A hyphened `F-16` asks for the joined key alone; `"F 16"` for the key or for both words.
    """
    if term.mode == "hashtag":
        return ((Element("prefix" if term.prefix else "key", "#" + normal_key(term.text)),),)
    words = read_words(term.text)
    choices: list[tuple[Sequence, ...]] = []
    position = open_joins = 0
    while position < len(words.keys):
        join = words.joints.get(position, "")
        open_joins += join == " "
        apart = (_element(words, position, position, term),)
        if not join or open_joins > MAX_OPEN_JOINS:
            choices.append((apart,))
            position += 1
            continue
        joined = (_element(words, position, position + 1, term),)
        second = _element(words, position + 1, position + 1, term)
        choices.append((joined,) if join == "-" else (joined, (*apart, second)))
        position += 2
    if not choices:
        return ()
    found = (tuple(element for part in choice for element in part) for choice in product(*choices))
    return tuple(_starred(sequence) if term.prefix else sequence for sequence in found)


def _element(words: Words, first: int, last: int, term: Term) -> Element:
    key = "".join(words.keys[first : last + 1])
    if words.text[words.ends[last] - 1] in "+＋" and not key.endswith("+"):
        key += "+"
    if term.mode == "exact":
        surface = "".join(
            written(words.text[words.starts[place] : words.ends[place]])
            for place in range(first, last + 1)
        )
        return Element("exact", key, surface)
    return Element("stem" if term.mode == "stem" else "key", key)


def _starred(sequence: Sequence) -> Sequence:
    return (*sequence[:-1], Element("prefix", sequence[-1].key))
