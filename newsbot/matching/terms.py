"""Own how a piece of text becomes a term: what is kept of it and which stars may stand in it."""

import regex

from newsbot.matching.normalise import without_ignorables
from newsbot.matching.query import Mode, Term
from newsbot.matching.tokens import read_words

MIN_PREFIX = 3
"""Letters before a star; with fewer, a rule hits a tenth of all words."""

_SPACE = regex.compile(r"[\s\u200B]+")
_SHORT_SCRIPT = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
)
"""One character of these says as much as three letters."""


def term_text(raw: str) -> str:
    """Return the text from the first to the last word of a piece, "" when it holds no word.

    Punctuation around it, a possessive 's and invisible characters go; what is inside stays.
    """
    words = read_words(raw)
    if not words.keys:
        return ""
    seen = raw[words.starts[0] : words.ends[-1]].replace("’", "'")
    for candidate in (without_ignorables(seen), seen, raw):
        text = " ".join(_SPACE.split(candidate)).strip()
        if read_words(text).keys == words.keys:
            return text
    return ""


def prefix_is_long_enough(text: str) -> bool:
    """Say whether a star may stand behind a text: three letters in its last word, one in CJK."""
    words = read_words(text)
    if not words.keys:
        return False
    last = text[words.starts[-1] :]
    if len(words.keys) > 1 and not text[words.ends[-2] : words.starts[-1]].isspace():
        last = words.keys[-2] + words.keys[-1]
    letters = sum(map(str.isalnum, last))
    return letters >= MIN_PREFIX or bool(_SHORT_SCRIPT.search(text[words.starts[-1] :]))


def form_term(form: str) -> Term | None:
    """Return the term for one form of an alias set, None when it is not well-formed.

    Forms are written as in a query: `Ukraine`, `climate change`, `ukrain*`, `=WHO`, `#Brexit`,
    `stem:invade`; quotation marks are not needed, and a set names no other set.
    """
    text, mode, prefix = form.strip(), "plain", False
    text = text.strip('"“”')
    signs: tuple[tuple[str, Mode], ...] = (("=", "exact"), ("#", "hashtag"), ("stem:", "stem"))
    chosen: Mode = "plain"
    for sign, mode in signs:
        if text.startswith(sign):
            text, chosen = text.removeprefix(sign), mode
            break
    if text.startswith(("@", "/", "re:", "alias:")):
        return None
    if text.endswith("*"):
        text, prefix = text[:-1], True
    cleaned = term_text(text)
    if not cleaned or "*" in text or (prefix and not prefix_is_long_enough(cleaned)):
        return None
    if prefix and chosen in {"exact", "stem"}:
        return None
    if chosen == "hashtag" and not regex.fullmatch(r"[\p{L}\p{M}\p{N}_]+", cleaned):
        return None
    return Term(text=cleaned, mode=chosen, prefix=prefix)
