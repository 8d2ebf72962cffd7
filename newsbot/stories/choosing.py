"""Own the choice which sentences tell a story best in little room; it cuts and joins none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.stories.ranking import Ranking

_RANK_TELLS_FROM = 8
"""Below this number of sentences the rank is noise and the first sentence is the lead."""
_LEAD_WITHIN = 3
_LEAD_DECAY = 0.7
_WEAK_LEAD = 0.5
_POSITION = 0.15
_LENGTH = 0.2
_REPETITION = 0.5
_CRAWL_NOISE = 0.5
_OPEN_QUOTE = 0.8
_LEANING = 0.8
_QUESTION = 0.7
_SHORTEST_FILLER = 30
"""Chosen on labelled data; see docs/quality-stories.md."""

_STRAY_STOP = re.compile(r"\s\.\s")
_WEAK_OPENING = re.compile(r"^[\"'“‘„«「『a-zа-яіїє]|\?[\"'”’»]?$")
_UNSPACED_END = re.compile(r"[。！？｡」』]$")
_LEANING_OPENING = re.compile(
    r"(?:But|And|However|Also|So|Or|Yet|Then|That|This|These|It|He|She|They|His|Her|Their|We|I|You|"
    r"There|Aber|Und|Doch|Auch|Er|Sie|Es|Dies\w*|Wir|Ich|Mais|Et|Il|Elle|Ils|Elles|Ce|Cette|Je|Nous|"
    r"Pero|Y|También|Él|Ella|Esto|Este|Esta|Ma|Lui|Lei|Questo|Questa|Mas|E|Ele|Ela|Isso|Maar|En|Hij|"
    r"Zij|Men|Han|Hon|Det|Ale|On|Ona|To|Но|А|И|Он|Она|Они|Это|Этот|Мы|Я|Также|Так|Однако|Напомним|"
    r"При этом|Кроме того|Об этом|Ранее|Також|Так|Але|Він|Вона|Це|Ми|Проте|Нагадаємо|Про це)\b"
)
"""A sentence that opens so leans on the one before it, which may not be told."""
_SINGLE_OPENER = re.compile(r"(?<!\w)['‘](?=\w)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Hold a sentence that may be told; `place` is its order within its article."""

    text: str
    roots: Sequence[str]
    place: int
    wanted: frozenset[int]


def choose(
    candidates: Sequence[Candidate],
    ranking: Ranking,
    *,
    max_chars: int,
    max_sentences: int,
    repeat_from: float,
) -> list[int]:
    """Return the indices of the sentences to tell, in the order to tell them.

    At least one candidate must fit into `max_chars`. `repeat_from` is the cosine from which a
    sentence says again what was chosen.
    """
    return _Choice(candidates, ranking, max_chars, max_sentences, repeat_from).made()


class _Choice:
    """Choose sentences greedily: the lead, what is wanted, then what is important and new."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        ranking: Ranking,
        max_chars: int,
        max_sentences: int,
        repeat_from: float,
    ) -> None:
        self._candidates = candidates
        self._max_sentences = max_sentences
        self._repeat_from = repeat_from
        self._room = max_chars + 1  # each sentence is counted with the space before it
        self._ranking = ranking
        self._importance = [
            float(rank) * _clarity(candidate.text)
            for rank, candidate in zip(self._ranking.importance, candidates, strict=True)
        ]
        self._score: list[float] = [
            importance * len(candidate.text) ** _LENGTH / (1.0 + candidate.place) ** _POSITION
            for importance, candidate in zip(self._importance, candidates, strict=True)
        ]
        self._chosen: list[int] = []
        self._said = [0.0] * len(candidates)

    def made(self) -> list[int]:
        """Return the chosen indices in the order to tell them: the lead, then as in the text."""
        lead = self._lead()
        self._take(lead)
        missing = frozenset().union(*(c.wanted for c in self._candidates))
        missing -= self._candidates[lead].wanted
        while missing:
            helpful = [i for i in self._open() if self._candidates[i].wanted & missing]
            if not helpful:
                break
            best = max(
                helpful, key=lambda i: (len(self._candidates[i].wanted & missing), self._value(i))
            )
            self._take(best)
            missing -= self._candidates[best].wanted
        while later := [i for i in self._open() if i > lead and self._is_filler(i)]:
            self._take(max(later, key=self._value))
        return [lead, *sorted(index for index in self._chosen if index != lead)]

    def _lead(self) -> int:
        """Return the sentence to begin with: the first unless a near one says clearly more."""
        fitting = [i for i in range(len(self._candidates)) if self._length(i) <= self._room]
        near = [i for i in fitting if i < _LEAD_WITHIN] or fitting[:1]
        wanted = [self._length(i) for i in fitting if self._candidates[i].wanted]
        if wanted:
            spare = self._room - min(wanted)
            near = [
                i for i in near if self._candidates[i].wanted or self._length(i) <= spare
            ] or near
        return max(near, key=self._lead_value)

    def _lead_value(self, index: int) -> float:
        candidate = self._candidates[index]
        importance = self._importance[index] if len(self._candidates) >= _RANK_TELLS_FROM else 1.0
        weak = _WEAK_LEAD if _WEAK_OPENING.search(candidate.text) else 1.0
        return weak * importance * _LEAD_DECAY**index

    def _length(self, index: int) -> int:
        return len(self._candidates[index].text) + 1

    def _take(self, index: int) -> None:
        self._chosen.append(index)
        self._room -= self._length(index)
        likeness = self._ranking.likeness[index].tolist()
        self._said = [max(pair) for pair in zip(self._said, likeness, strict=True)]

    def _open(self) -> list[int]:
        """Return the indices that may still be taken."""
        if len(self._chosen) >= self._max_sentences:
            return []
        return [
            i
            for i in range(len(self._candidates))
            if self._length(i) <= self._room
            and i not in self._chosen
            and self._said[i] < self._repeat_from
        ]

    def _is_filler(self, index: int) -> bool:
        text = self._candidates[index].text
        return len(text) >= _SHORTEST_FILLER or _UNSPACED_END.search(text) is not None

    def _value(self, index: int) -> float:
        return self._score[index] * (1.0 - _REPETITION * self._said[index])


def _clarity(sentence: str) -> float:
    """Return how well a sentence stands alone: 1.0, less for each thing it lacks."""
    clarity = 1.0
    if _STRAY_STOP.search(sentence):
        clarity *= _CRAWL_NOISE
    if _is_part_of_a_quotation(sentence):
        clarity *= _OPEN_QUOTE
    if _LEANING_OPENING.match(sentence):
        clarity *= _LEANING
    if sentence.endswith("?"):
        clarity *= _QUESTION
    return clarity


def _is_part_of_a_quotation(sentence: str) -> bool:
    if sentence.count("“") != sentence.count("”") or sentence.count('"') % 2:
        return True
    opened = _SINGLE_OPENER.search(sentence) is not None
    closed = sentence[-1] in "'’"
    return opened != closed and (closed or sentence[0] in "'‘")
