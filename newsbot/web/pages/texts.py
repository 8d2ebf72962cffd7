"""Own the door through which every word of the pages goes, ready for other languages.

Templates call `_()` (gettext's name, which the tools that gather texts look for), Python calls
`gettext`; the English text is the key. It words nothing itself: the words stand where they are
shown. A catalogue for another language is one more entry here.
"""

import gettext as library
from typing import Final

LANGUAGE: Final = "en"

_CATALOGUES: Final[dict[str, library.NullTranslations]] = {LANGUAGE: library.NullTranslations()}


def gettext(message: str) -> str:
    """Return a text in the language of the pages."""
    return _CATALOGUES[LANGUAGE].gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the text that fits a number."""
    return _CATALOGUES[LANGUAGE].ngettext(singular, plural, number)


def counted(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun: 1 story, 2,310 stories."""
    return f"{number:,} {ngettext(singular, plural, number)}"
