"""Own the summary: whole sentences of an article or a story within a number of characters.

It writes no word of its own: every sentence stands so in a source, but for a dateline taken off.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.stories.article import StoryArticle
from newsbot.stories.boilerplate import is_boilerplate, without_dateline
from newsbot.stories.languages import language_of
from newsbot.stories.ranking import rank_sentences
from newsbot.stories.sentences import Sentence, split_sentences
from newsbot.stories.words import stems as stems_of

Span = tuple[int, int]

_RANKED_AT_MOST = 60
"""Sentences ranked of one text: the square of it is the cost, and news tells matters first."""
_RANK_TELLS_FROM = 8
"""Below this number of sentences the rank is noise and the first sentence is the lead."""
_LEAD_WITHIN = 3
_LEAD_DECAY = 0.7
_WEAK_LEAD = 0.5
_POSITION = 0.2
_LENGTH = 0.3
_REPETITION = 0.5
_CRAWL_NOISE = 0.5
_OPEN_QUOTE = 0.8
_LEANING = 0.8
_QUESTION = 0.7
_SHORTEST_FILLER = 30
"""Tuned by halves of two labelled sets; see docs/quality-stories.md."""
_SAME_AS_SAID = 0.55
"""Cosine from which a sentence of another article repeats one that was chosen."""
_FEWEST_WORDS = 3

_STRAY_STOP = re.compile(r"\s\.\s")
_WEAK_OPENING = re.compile(r"^[\"'“‘„«「『]|\?[\"'”’»]?$")
_CLAUSE_END = re.compile(r"[,;:，、；]\s?|\s[–—-]\s")
_UNSPACED_END = re.compile(r"[。！？｡」』]$")
_LEANING_OPENING = re.compile(
    r"(?:But|And|However|Also|So|Or|Yet|Then|That|This|These|It|He|She|They|His|Her|Their|We|I|You|"
    r"There|Aber|Und|Doch|Auch|Er|Sie|Es|Dies\w*|Wir|Ich|Mais|Et|Il|Elle|Ils|Elles|Ce|Cette|Je|Nous|"
    r"Pero|Y|También|Él|Ella|Esto|Este|Esta|Ma|Lui|Lei|Questo|Questa|Mas|E|Ele|Ela|Isso|Maar|En|Hij|"
    r"Zij|Men|Han|Hon|Det|Ale|On|Ona|To|Но|А|И|Он|Она|Они|Это|Этот|Мы|Я|Також|Але|Він|Вона|Це|Ми)\b"
)
"""A sentence that opens so leans on the one before it, which may not be told."""
_SINGLE_OPENER = re.compile(r"(?<!\w)['‘](?=\w)")
_SHORTEST_CLAUSE = 0.4
"""A clause that uses less of the room than this says too little: cut at a word instead."""
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Hold a sentence that may be told; `place` is its order within its article."""

    text: str
    stems: tuple[str, ...]
    place: int
    wanted: frozenset[int]


def summarize(
    text: str,
    *,
    title: str = "",
    language: str = "",
    max_chars: int = 300,
    must_include: Sequence[Span] = (),
    max_sentences: int = 4,
) -> str:
    """Return one to `max_sentences` whole sentences of `text`, `max_chars` characters at most.

    The lead comes first, then what contains the spans of `must_include` (offsets in `text`) as far
    as there is room, then the most important sentences, in their order in the text. Only when no
    sentence fits is the first one cut, with an ellipsis. Empty when the text has no sentence of
    its own (a cookie wall, a list of links).
    """
    _check(max_chars, max_sentences)
    candidates = _candidates(text, title, language, must_include)
    return _tell(candidates, max_chars, max_sentences, repeat_from=1.0)


def summarize_story(
    articles: Sequence[StoryArticle],
    *,
    max_chars: int = 300,
    must_include: Sequence[Sequence[Span]] = (),
    max_sentences: int = 4,
) -> str:
    """Return one summary over all `articles`, nothing told twice.

    The lead is the first article's; only articles in its language are read. `must_include` holds
    spans for each article, in the same order.
    """
    _check(max_chars, max_sentences)
    if not articles:
        return ""
    language = language_of(f"{articles[0].title}\n{articles[0].text}", articles[0].language)
    candidates: list[_Candidate] = []
    first_span = 0
    for index, article in enumerate(articles):
        code = language_of(f"{article.title}\n{article.text}", article.language)
        if code == language:
            spans = must_include[index] if index < len(must_include) else ()
            candidates.extend(_candidates(article.text, article.title, code, spans, first_span))
            first_span += len(spans)
    return _tell(candidates, max_chars, max_sentences, repeat_from=_SAME_AS_SAID)


def _check(max_chars: int, max_sentences: int) -> None:
    if max_chars < 1 or max_sentences < 1:
        raise ValueError("a summary needs at least one character and one sentence: raise the limit")


def _candidates(
    text: str, title: str, language: str, spans: Sequence[Span], first_span: int = 0
) -> list[_Candidate]:
    """Return the sentences worth telling: whole ones when there are any, else fragments."""
    code = language_of(f"{title}\n{text}", language)
    title_stems = set(stems_of(title, code))
    whole: list[_Candidate] = []
    fragments: list[_Candidate] = []
    for sentence in split_sentences(text):
        told = without_dateline(sentence.text)
        if is_boilerplate(told):
            continue
        stems = tuple(stems_of(told, code))
        if len(stems) < _FEWEST_WORDS or set(stems) == title_stems:
            continue
        kept = whole if sentence.whole and not _is_teaser_end(sentence, text) else fragments
        wanted = frozenset(
            first_span + index
            for index, (start, end) in enumerate(spans)
            if sentence.start <= start and end <= sentence.end
        )
        kept.append(_Candidate(told, stems, len(kept), wanted))
    return whole or fragments


def _is_teaser_end(sentence: Sentence, text: str) -> bool:
    """Say whether the text itself was cut here: feeds end their teasers in an ellipsis."""
    return sentence.text.endswith(("…", "...")) and not text[sentence.end :].strip()


def _tell(
    candidates: Sequence[_Candidate], max_chars: int, max_sentences: int, *, repeat_from: float
) -> str:
    bounded = [
        candidate
        for index, candidate in enumerate(candidates)
        if index < _RANKED_AT_MOST or candidate.wanted
    ]
    if not bounded:
        return ""
    if all(len(candidate.text) > max_chars for candidate in bounded):
        return _cut(bounded[0].text, max_chars)
    choice = _Choice(bounded, max_chars, max_sentences, repeat_from)
    return _join([bounded[index].text for index in choice.made()])


class _Choice:
    """Choose sentences greedily: the lead, what is wanted, then what is important and new."""

    def __init__(
        self,
        candidates: Sequence[_Candidate],
        max_chars: int,
        max_sentences: int,
        repeat_from: float,
    ) -> None:
        self._candidates = candidates
        self._max_sentences = max_sentences
        self._repeat_from = repeat_from
        self._room = max_chars + 1  # each sentence is counted with the space before it
        self._ranking = rank_sentences([candidate.stems for candidate in candidates])
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


def _join(sentences: Sequence[str]) -> str:
    told = sentences[0]
    for sentence in sentences[1:]:
        told += sentence if _UNSPACED_END.search(told) else f" {sentence}"
    return told


def _cut(sentence: str, max_chars: int) -> str:
    """Return the beginning of a sentence up to a clause or a word, with an ellipsis."""
    room = max_chars - len(_ELLIPSIS)
    ends = [found.start() for found in _CLAUSE_END.finditer(sentence, 0, room + 1)]
    if ends and ends[-1] >= _SHORTEST_CLAUSE * room:
        return sentence[: ends[-1]].rstrip() + _ELLIPSIS
    gap = sentence.rfind(" ", 0, room + 1)
    cut = sentence[:gap] if gap > 0 else sentence[:room]
    return cut.rstrip(" ,;:–—-") + _ELLIPSIS
