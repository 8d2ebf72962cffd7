"""Own the summary: whole sentences of an article or a story within a number of characters.

It writes no word of its own: every sentence stands so in a source, but for a dateline taken off.
"""

import re
from collections.abc import Sequence

from newsbot.stories.article import StoryArticle
from newsbot.stories.boilerplate import is_boilerplate, without_dateline
from newsbot.stories.choosing import Candidate, choose
from newsbot.stories.languages import language_of
from newsbot.stories.ranking import rank_sentences
from newsbot.stories.sentences import Sentence, split_sentences
from newsbot.stories.words import content_words, roots

Span = tuple[int, int]

_RANKED_AT_MOST = 60
"""Sentences ranked of one text: the square of it is the cost, and news tells matters first."""
_RANKED_AT_LEAST = 6
_ARTICLES_READ = 12
"""Articles of a story that are read, and sentences of each, when it has many."""
_SAME_AS_SAID = 0.55
"""Cosine from which a sentence of another article repeats one that was chosen."""
_SAME_SENTENCE = 0.95
"""Within one article only the sentence itself counts as said; other repetition weighs."""
_FEWEST_WORDS = 3

_CLAUSE_END = re.compile(r"[,;:，、；]\s?|\s[–—-]\s")
_UNSPACED_END = re.compile(r"[。！？｡」』]$")
_SHORTEST_CLAUSE = 0.4
"""A clause that uses less of the room than this says too little: cut at a word instead."""
_ELLIPSIS = "…"


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
    code = language_of(f"{title}\n{text}", language)
    candidates = _candidates(text, title, code, must_include)
    return _tell(candidates, max_chars, max_sentences, repeat_from=_SAME_SENTENCE)


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
    share = max(_RANKED_AT_LEAST, _RANKED_AT_MOST // min(len(articles), _ARTICLES_READ))
    candidates: list[Candidate] = []
    first_span = 0
    for index, article in enumerate(articles):
        spans = must_include[index] if index < len(must_include) else ()
        if index >= _ARTICLES_READ and not spans:
            continue
        code = language_of(f"{article.title}\n{article.text}", article.language)
        if code == language:
            told = _candidates(article.text, article.title, code, spans, first_span)
            candidates.extend(one for one in told if one.place < share or one.wanted)
            first_span += len(spans)
    return _tell(candidates, max_chars, max_sentences, repeat_from=_SAME_AS_SAID)


def _check(max_chars: int, max_sentences: int) -> None:
    if max_chars < 1 or max_sentences < 1:
        raise ValueError("a summary needs at least one character and one sentence: raise the limit")


def _candidates(
    text: str, title: str, code: str, spans: Sequence[Span], first_span: int = 0
) -> list[Candidate]:
    """Return the sentences worth telling: whole ones when there are any, else fragments."""
    title_words = set(content_words(title, code))
    whole: list[Candidate] = []
    fragments: list[Candidate] = []
    for sentence in split_sentences(text):
        if len(whole) >= _RANKED_AT_MOST and not spans:
            break
        told = sentence.text if whole else without_dateline(sentence.text)
        if is_boilerplate(told):
            continue
        words = content_words(told, code)
        if len(words) < _FEWEST_WORDS or set(words) == title_words:
            continue
        kept = whole if sentence.whole and not _is_teaser_end(sentence, text) else fragments
        wanted = frozenset(
            first_span + index
            for index, (start, end) in enumerate(spans)
            if sentence.start < end and start < sentence.end
        )
        kept.append(Candidate(told, roots(words), len(kept), wanted))
    return whole or fragments


def _is_teaser_end(sentence: Sentence, text: str) -> bool:
    """Say whether the text itself was cut here: feeds end their teasers in an ellipsis."""
    return sentence.text.endswith(("…", "...")) and not text[sentence.end :].strip()


def _tell(
    candidates: Sequence[Candidate],
    max_chars: int,
    max_sentences: int,
    *,
    repeat_from: float,
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
    ranking = rank_sentences([candidate.roots for candidate in bounded])
    chosen = choose(
        bounded, ranking, max_chars=max_chars, max_sentences=max_sentences, repeat_from=repeat_from
    )
    return _join([bounded[index].text for index in chosen])


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
