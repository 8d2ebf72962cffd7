r"""Own where words lie in a text, as character spans; it knows nothing of positions or fields.

Never the `\w` and `\b` of `re`: they cut नमस्ते and Thai to pieces (marks are no word
characters there). Spans come from Unicode classes; what they mean is `normalise`'s.
"""

from dataclasses import dataclass

import regex

from newsbot.matching.normalise import APOSTROPHES, IGNORABLE, normal_key, plain_key
from newsbot.matching.vocabulary import ELISIONS, PARTICLES

_UNSPACED = (
    r"[[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ーｰ々〇]&&[\p{L}\p{Nl}]]"
)
"""Letters of scripts that put no space between words: one token per character cluster."""

_LETTER = rf"[[\p{{L}}\p{{N}}]--{_UNSPACED}--[ﾞﾟ]]"
_UNIT = rf"[{_LETTER}--\p{{Hangul}}]"
_RUN = rf"{_LETTER}(?:[{IGNORABLE}]*[{_LETTER}\p{{M}}])*+"
_INNER = rf"(?:[{APOSTROPHES}]|(?<=\p{{Hebrew}})[\"״׳＂](?=\p{{Hebrew}})|(?<=[lL])·(?=[lL]))"
_AFTER = rf"(?![{_LETTER}\p{{M}}])"

WORD = regex.compile(
    rf"""(?V1x)
      (?P<unspaced> {_UNSPACED} (?: [{IGNORABLE}]*
          (?: [\p{{M}}ﾞﾟำຳ] | (?<=\u0E4D)\u0E32 | (?<=\u0ECD)\u0EB2 ) )* )
    | (?P<dotted> [\p{{L}}--{_UNSPACED}] (?: \. [\p{{L}}--{_UNSPACED}] )+ {_AFTER} \.? )
    | (?P<number> (?: \p{{Nd}}{{1,3}} (?: [\u00A0\u2009\u202F] \p{{Nd}}{{3}} )+ (?!\p{{Nd}})
                    | \p{{Nd}}+ (?: [.,\u066B\u066C] \p{{Nd}}+ )* )
                  (?: [{_UNIT}\p{{M}}] | [{IGNORABLE}]+ {_UNIT} )*
                  [%％٪]? )
    | (?P<suffix> (?<![\p{{L}}\p{{N}}.]) \. (?i: net|com|org|info|io|ai ) {_AFTER} )
    | (?P<signed> [A-Za-z]+ (?: \+\+ (?! [\p{{L}}+] ) | (?<=(?<!\p{{L}})[A-Za-z]) [#＃] {_AFTER} ) )
    | (?P<plus> [A-Za-z]+ [+＋] (?! [\p{{L}}\p{{N}}+＋] ) )
    | (?P<ampersand> {_RUN} (?: [&＆] {_RUN} )+ (?: [{APOSTROPHES}] [sS] {_AFTER} )? )
    | (?P<word> {_RUN} (?: {_INNER} {_RUN} )* )
    | (?P<emoji> [\U0001F1E6-\U0001F1FF]{{2}}
               | [\p{{Emoji_Presentation}}\p{{Extended_Pictographic}}--[\u0000-\u2190]]
                 (?: \uFE0F | [\U0001F3FB-\U0001F3FF]
                   | \u200D [\p{{Extended_Pictographic}}--[\u0000-\u2190]] )* )
    """
)
"""One match a word. A plain word comes late so that `U.S.`, `3.5%`, `C++`, `AT&T` stay whole."""

HASHTAG = regex.compile(r"(?V1)(?<![\p{L}\p{N}\p{M}_&])[#＃][\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*")
"""A hashtag: number sign, then letters, marks, digits and low lines, as the networks cut it."""

MIN_HANGUL_STEM = 2
"""Syllables that must remain before a particle; with one, 한은 (a bank) would be 한."""

_GROUPED = regex.compile(r"\d{1,3}(?:[, ]\d{3})+(?![\d,])")
_GROUP_SIGN = regex.compile(r"[, ]")
_SCRIPT_RUNS = regex.compile(r"\p{Hangul}[\p{Hangul}\p{M}]*|\P{Hangul}+")
_HANGUL = regex.compile(r"\p{Hangul}")
_LATIN_END = regex.compile(rf"[{APOSTROPHES}][sS]$")


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one word within a span: offsets from the span's start, its key, and other keys.

    `others` are keys that hit as well, each with the offset where its evidence ends:
    unaccented, without particle, without percent sign.
    """

    start: int
    end: int
    key: str
    others: tuple[tuple[str, int], ...] = ()

    def moved(self, offset: int) -> "Part":
        """Return the part with offsets from a start that lies `offset` before its own."""
        others = tuple((key, end + offset) for key, end in self.others)
        return Part(self.start + offset, self.end + offset, self.key, others)


def parts_of(kind: str, surface: str) -> tuple[Part, ...]:
    """Return the words that a match of `WORD` holds (two for l’OTAN), by the name of its group."""
    return tuple(part for part in _analyse(kind, surface) if part.key)


def _analyse(kind: str, surface: str) -> list[Part]:
    if kind == "word":
        return _word_parts(surface)
    if kind == "number":
        return [_number_part(surface)]
    if kind == "dotted":
        return [_part(0, len(surface), normal_key(surface.removesuffix(".")))]
    if kind == "plus":
        key = normal_key(surface)
        return [Part(0, len(surface), key[:-1], ((key, len(surface)),))]
    if kind == "ampersand":
        end = len(_LATIN_END.sub("", surface))
        return [_part(0, end, normal_key(surface[:end]))]
    return [_part(0, len(surface), normal_key(surface))]


def _part(start: int, end: int, key: str) -> Part:
    plain = plain_key(key)
    return Part(start, end, key, () if plain == key else ((plain, end),))


def _number_part(surface: str) -> Part:
    key = _GROUPED.sub(lambda match: _GROUP_SIGN.sub("", match[0]), normal_key(surface))
    if not key.endswith("%"):
        return _part(0, len(surface), key)
    bare = len(surface[:-1].rstrip())
    key = key[:-1].rstrip()
    return Part(0, len(surface), f"{key}%", ((key, bare),))


def _word_parts(surface: str) -> list[Part]:
    bare = surface.strip(APOSTROPHES)  # ʼ and ʻ are letters to Unicode, quotes to some writers
    start = len(surface) - len(surface.lstrip(APOSTROPHES))
    end = start + len(bare)
    parts: list[Part] = []
    if not bare:
        return parts
    if any(sign in surface for sign in APOSTROPHES):
        if surface[end - 1] in "sS" and len(bare) > 2 and surface[end - 2] in APOSTROPHES:  # noqa: PLR2004 - 's
            end -= 2
        for place in range(start, end):
            if surface[place] in APOSTROPHES:
                article = normal_key(surface[start:place])
                if article in ELISIONS and end - place > 2:  # noqa: PLR2004
                    parts.append(_part(start, place, article))
                    start = place + 1
                break
    word = surface[start:end]
    if not word.isascii() and _HANGUL.search(word):
        return parts + _hangul_parts(word, start)
    return [*parts, _part(start, end, normal_key(word))]


def _hangul_parts(word: str, offset: int) -> list[Part]:
    """Cut where Hangul meets other letters; a particle on a foreign name is no word."""
    runs = [(match.start(), match[0]) for match in _SCRIPT_RUNS.finditer(word)]
    parts: list[Part] = []
    for index, (start, written) in enumerate(runs):
        run = written.strip(APOSTROPHES)
        begin = offset + start + len(written) - len(written.lstrip(APOSTROPHES))
        key, end = normal_key(run), begin + len(run)
        if index > 0 and index == len(runs) - 1 and key in PARTICLES:
            break
        stems = tuple(
            (key[:-size], end - size)
            for size in range(1, min(4, len(key) - MIN_HANGUL_STEM) + 1)
            if key[-size:] in PARTICLES and len(key) == len(run)
        )
        parts.append(Part(begin, end, key, stems) if stems else _part(begin, end, key))
    return parts
