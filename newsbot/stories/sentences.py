"""Own the cut of a text into sentences with their place in it; it drops and judges none.

Boundaries follow UAX #29 in spirit (terminator, closers, space, no lower case after it) with the
exceptions that news needs: abbreviations, initials, ordinals, quotations, crawled line noise.
"""

import re
from dataclasses import dataclass

_CLOSERS = r"[\"'”’»›)\]}」』】）〉》]"
_OPENERS = r"[\"'“‘„«‹(\[{¿¡「『【（〈《–—-]"
_ALWAYS_ENDS = "。！？｡؟۔।॥"
"""End marks that abbreviate nothing; after the first four no space is written."""
_UNSPACED_MARKS = "。！？｡"
_BOUNDARY = re.compile(rf"[.!?…{_ALWAYS_ENDS}]+(?:\s?{_CLOSERS}(?!\w))*")
_UNSPACED_CLOSERS = re.compile(rf"{_CLOSERS}*")
_QUOTES = (("“", "”"), ("«", "»"), ("「", "」"))
_LONGEST_QUOTE = 160
"""A quotation that goes on for longer than this is told in parts all the same."""
_GLUED = re.compile(r"[^\W\d_A-ZА-Я]{3}\.[^\W\d_a-zа-яё][^\W\d_A-ZА-Я]")
_GLUED_WORD = 3
"""The space after a stop is missing when small letters come before and a capital after it."""
_NEXT_LOWER = re.compile(rf"\s*{_OPENERS}*\s*(?=\w)(\w)")
_TAIL = 8
"""Characters that hold an end mark with its closers."""
_LONGEST_ABBREVIATION = 16
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_ENDED = re.compile(rf"[.!?…。！？｡؟۔।:]\s?{_CLOSERS}*\s*$")
_LOOSE_END = re.compile(r":$|\s\.$|\[(?:…|\.\.\.)\]$")
"""What a crawler or a teaser puts after a fragment: it is no sentence's own end mark."""
_ABBREVIATED = """
    mr mrs ms dr prof st sr jr rev hon gen lt col sgt capt cmdr adm maj gov sen rep pres supt det
    insp cllr vs etc inc ltd co corp bros no nos vol fig approx dept est fr mt ft jan feb mar apr
    jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun e.g i.e a.m p.m
    u.s u.k u.n e.u d.c ave blvd rd messrs mme mlle
    z.b bzw ca usw u.a d.h vgl nr abs dipl hl geb gest str mio mrd inkl evtl ggf s.o
    m mm av env p.ex cf éd
    sra sres srta ud uds ee.uu pág núm avda d.ª dña
    sig sig.ra dott on avv ing gent
    exmo exma
    dhr mevr drs bijv nl o.a
    bl.a t.ex f.d kl ca ung
    tj tzv např mj atd apod čl inż dr hab np tzn itd itp ul r w pkt godz tys mln mld zł
    т.е т.д т.п т.к т.н др пр г гг в вв им ул д стр руб коп тыс млн млрд чел см напр проф акад
    ст р рр вул буд див тис грн м о обл просп
"""
"""Abbreviations, the last stop left off, that end a sentence only before a plain opening."""
_ABBREVIATIONS = frozenset(_ABBREVIATED.split())
_LEADING = """mr mrs ms dr prof st rev hon gen lt col sgt capt cmdr adm maj gov sen rep messrs
    mme mlle vs e.g i.e no nos z.b d.h bzw nr dipl sra dott avv ing dhr mevr drs bijv t.ex f.d
    tzv např np им ул проф акад вул ст ч п"""
_NEVER_LAST = frozenset(_LEADING.split())
_MONTHS = re.compile(
    r"\s+(?:jan|feb|mär|mar|apr|ma[ijy]|jun|jul|aug|sep|okt|oct|nov|de[csz]|led|úno|bře|dub|kvě|čer|"
    r"srp|zář|říj|lis|pro|sty|lut|kwi|cze|lip|sie|wrz|paź|gru|tammi|helmi|maalis|huhti|touko)",
    re.IGNORECASE,
)
_A_NUMBER = re.compile(r"\s\d")
_SHORT_TOKEN = 2
"""Tokens of one or two letters before a number abbreviate: p. 3, No. 5, ст. 12."""
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}$")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)*[^\W\d_]$")
_WRAPPED_AT_LEAST = 50
_WRAPPED_AT_MOST = 120
_RAGGED = 0.6
"""Hard-wrapped lines are 50-120 characters and none but the last is below 0.6 of the longest."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold a sentence: `text` with its white space made single, and `start:end` in the source.

    `whole` is False for a heading, a caption or another fragment without an end mark of its own.
    """

    text: str
    start: int
    end: int
    paragraph: int
    whole: bool


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of `text` in order; empty for a text without a word."""
    found: list[Sentence] = []
    start = 0
    for paragraph, gap in enumerate([*_BLANK_LINE.finditer(text), None]):
        end = gap.start() if gap else len(text)
        for block_start, block_end in _blocks(text, start, end):
            found.extend(_split_block(text, block_start, block_end, paragraph))
        start = gap.end() if gap else end
    return found


def _blocks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a paragraph at those line breaks that end a thought; join hard-wrapped lines."""
    lines: list[tuple[int, int]] = []
    at = start
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            lines.append((at, at + len(line.rstrip())))
        at += len(line)
    if len(lines) > 1 and _is_wrapped([text[a:b] for a, b in lines]):
        return [(lines[0][0], lines[-1][1])]
    blocks: list[tuple[int, int]] = []
    for a, b in lines:
        goes_on = text[a:b].lstrip()[:1].islower()
        if blocks and goes_on and not _ENDED.search(text[blocks[-1][0] : blocks[-1][1]][-_TAIL:]):
            blocks[-1] = (blocks[-1][0], b)
        else:
            blocks.append((a, b))
    return blocks


def _is_wrapped(lines: list[str]) -> bool:
    widths = [len(line) for line in lines[:-1]]
    longest = max(widths)
    open_ends = sum(_ENDED.search(line[-_TAIL:]) is None for line in lines[:-1])
    return (
        _WRAPPED_AT_LEAST <= longest <= _WRAPPED_AT_MOST
        and min(widths) >= _RAGGED * longest
        and open_ends * 2 > len(widths)
    )


def _split_block(text: str, start: int, end: int, paragraph: int) -> list[Sentence]:
    found: list[Sentence] = []
    at = start
    for mark in _BOUNDARY.finditer(text, start, end):
        stop = mark.end()
        if text[mark.start()] in _UNSPACED_MARKS:
            closed = _UNSPACED_CLOSERS.match(text, stop, end)
            stop = closed.end() if closed else stop
        elif stop < end and not _ends_here(text, at, mark, end):
            continue
        if _is_quoted_on(text, at, stop, end):
            continue
        _add(found, text, at, stop, paragraph)
        at = stop
    _add(found, text, at, end, paragraph)
    return found


def _add(found: list[Sentence], text: str, start: int, end: int, paragraph: int) -> None:
    raw = text[start:end]
    clean = " ".join(raw.split())
    if not any(map(str.isalnum, clean)):
        return
    start += len(raw) - len(raw.lstrip())
    tail = clean[-_TAIL:]
    whole = _ENDED.search(tail) is not None and _LOOSE_END.search(tail) is None
    found.append(Sentence(clean, start, end, paragraph, whole))


def _ends_here(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    if text[mark.end()].isspace():
        return _ends_sentence(text, start, mark, end)
    return mark.group() == "." and _GLUED.match(text, mark.start() - _GLUED_WORD) is not None


def _is_quoted_on(text: str, start: int, stop: int, end: int) -> bool:
    """Say whether a quotation that began in the sentence goes on after `stop` and ends soon."""
    for opener, closer in _QUOTES:
        if text.count(opener, start, stop) > text.count(closer, start, stop):
            close = text.find(closer, stop, min(end, stop + _LONGEST_QUOTE))
            return close >= 0 and text.find(opener, stop, close) < 0
    return False


def _ends_sentence(text: str, start: int, mark: re.Match[str], end: int) -> bool:
    """Decide whether the end mark at `mark` ends the sentence that began at `start`."""
    stop = mark.group()
    if stop[0] in _ALWAYS_ENDS:
        return True
    follows = _NEXT_LOWER.match(text, mark.end(), end)
    if follows is not None and follows.group(1).islower():
        return False
    if stop[0] != "." or stop.startswith(".."):
        return True
    before = text[max(start, mark.start() - _LONGEST_ABBREVIATION) : mark.start()].split()
    if not before:
        return True
    return not _is_abbreviated(before[-1].lstrip("([{“„«\"'‘"), text, mark, end)


def _is_abbreviated(token: str, text: str, mark: re.Match[str], end: int) -> bool:
    lower = token.lower()
    if lower in _NEVER_LAST or (len(token) <= _SHORT_TOKEN and _A_NUMBER.match(text, mark.end())):
        return True
    if len(mark.group()) > 1:
        return False
    if _INITIAL.match(token) and (token[0].isupper() or "." in token):
        # J. Smith, J.K. Rowling; but "plan B. The ..." stays one sentence, the lesser harm
        return not (len(token) > 1 and _starts_plainly(text, mark.end(), end))
    if _ORDINAL.search(text, max(0, mark.start() - 3), mark.start()):
        return _MONTHS.match(text, mark.end(), end) is not None
    return lower in _ABBREVIATIONS and not _starts_plainly(text, mark.end(), end)


_PLAIN_START = re.compile(
    r"\s+[\"“„«]?(?:The|A|An|He|She|It|They|We|In|On|At|But|And|This|That|His|Her|Its|There|For|As|"
    r"Der|Die|Das|Er|Sie|Es|Ein|Eine|Le|La|Les|Il|Elle|El|Los|Las|Un|Una|"
    r"Он|Она|Они|Это|В|На|Но|И|Как|По|Він|Вона|Це)\s"
)
"""Words that open a sentence far more often than they follow an abbreviation within one."""


def _starts_plainly(text: str, at: int, end: int) -> bool:
    return _PLAIN_START.match(text, at, end) is not None
