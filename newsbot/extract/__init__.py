"""Own the way from a page to its article: text, title, author, date, language, and the guard."""

from newsbot.extract.extractor import PageExtractor
from newsbot.extract.language import detect_language
from newsbot.extract.lines import learn_lines
from newsbot.extract.page import NOT_A_PAGE, extract_page
from newsbot.extract.plain import extract_text

__all__ = [
    "NOT_A_PAGE",
    "PageExtractor",
    "detect_language",
    "extract_page",
    "extract_text",
    "learn_lines",
]
