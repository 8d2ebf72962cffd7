"""Own the way from a page to its article: text, title, author, date, language, and the guard."""

from newsbot.extract.extractor import PageExtractor
from newsbot.extract.lines import learn_lines
from newsbot.extract.page import extract_page
from newsbot.extract.plain import extract_text
from newsbot.extract.pool import ChildPool, Inline, Runner

__all__ = [
    "ChildPool",
    "Inline",
    "PageExtractor",
    "Runner",
    "extract_page",
    "extract_text",
    "learn_lines",
]
