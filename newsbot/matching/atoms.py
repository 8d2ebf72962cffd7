"""Own the leaves of a query: from one token to a term, alias, pattern or value, or its error."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches

import regex

from newsbot.matching.problems import Problems
from newsbot.matching.query import Alias, Query, Regex, Share, Term
from newsbot.matching.regexes import PatternError, compile_pattern, matches_everything
from newsbot.matching.signs import Token
from newsbot.matching.stems import stem_language
from newsbot.matching.terms import prefix_is_long_enough, term_text
from newsbot.matching.tokens import read_words
from newsbot.matching.vocabulary import COMMON_WORDS, NAMED_TOO

_FOREIGN_SIGNS = regex.compile(r"^[!$]+|[~^|\\]|(?<=\w)\?(?=\w)|&&")


VERY_COMMON = 0.2
"""A term of a fifth of all articles narrows nothing down, and alone it floods."""


class Atoms:
    """Read the leaves of one query."""

    def __init__(
        self,
        problems: Problems,
        alias_terms: Callable[[str], tuple[Term, ...] | None],
        alias_names: Callable[[], Sequence[str]],
        share: Share | None,
    ) -> None:
        self._problems = problems
        self._alias_terms = alias_terms
        self._alias_names = alias_names
        self._share = share
        self.values = False
        """Whether words stand for values (source, lang, site), which are kept as they are."""

    def read(self, token: Token) -> Query | None:
        """Return the leaf of a token, None after telling what is wrong."""
        match token.kind:
            case "word" | "phrase" if self.values and not token.star and token.text.strip():
                return Term(text=" ".join(token.text.split()))
            case "word" | "phrase":
                return self._term(token)
            case "hashtag":
                return self._hashtag(token)
            case "alias":
                return self._alias(token)
            case "regex":
                return self._regex(token)
            case "value":
                return Term(text=token.text)
            case _:
                self._problems.error(
                    token.start, token.end, "misplaced", "This has no place here; take it out.",
                    edits=[(token.start, token.end, "")],
                )  # fmt: skip
                return None

    def moded(self, sign: Token, token: Token) -> Query | None:
        """Return the leaf of `=WHO` or `stem:invade`."""
        text = self._text(token)
        if text is None:
            return None
        start, end = sign.start, token.end
        name = "=" if sign.kind == "exact" else "stem:"
        if token.star:
            message = f"`{name}` and a star do not go together."
            self._problems.error(
                start, end, "star_with_sign", message, edits=[(start, end, f"{text}*")]
            )
            return None
        if sign.kind == "exact":
            return Term(text=text, mode="exact")
        keys = read_words(text).keys
        if not all(stem_language("", key) for key in keys):
            message = (
                "There are no word forms for this language (no stemmer). List the forms with OR, "
                f"or use a star: {text}*."
            )
            self._problems.error(start, end, "no_word_forms", message)
            return None
        if len(keys) > 1:
            message = "`stem:` takes one word. Join several: stem:invade stem:border."
            self._problems.error(start, end, "stem_of_phrase", message)
            return None
        return Term(text=text, mode="stem")

    def _term(self, token: Token) -> Query | None:
        text = self._text(token)
        if text is None:
            return None
        if token.star and not prefix_is_long_enough(text):
            self._problems.error(
                token.start, token.end, "short_prefix",
                "A star stands after three letters or more (one in Chinese, Japanese, Korean).",
            )  # fmt: skip
            return None
        if not token.star:
            self._warn_if_common(token, text)
        return Term(text=text, prefix=token.star)

    def _warn_if_common(self, token: Token, text: str) -> None:
        folded = text.casefold()
        share = self._share(Term(text=text)) if self._share is not None else None
        if folded not in COMMON_WORDS and (share is None or share < VERY_COMMON):
            return
        message = f"`{text}` is one of the commonest words and hits very many articles."
        if share is not None:
            message = f"`{text}` hits {share:.0%} of last week's articles."
        edits = []
        if folded in NAMED_TOO:
            message += f" For the name in capitals write ={text.upper()}."
            edits = [(token.start, token.end, f"={text.upper()}")]
        self._problems.warning(token.start, token.end, "common_word", message, edits=edits)

    def _text(self, token: Token) -> str | None:
        """Return the text to search for, None after telling what is wrong with it."""
        raw = token.text
        if "*" in raw or (token.star and not raw.strip()) or (token.star and _loose(raw)):
            self._misplaced_star(token)
            return None
        if token.kind == "word" and (sign := _FOREIGN_SIGNS.search(raw)):
            meant = f"-{raw.lstrip('!')}" if raw.startswith("!") else _FOREIGN_SIGNS.sub(" ", raw)
            self._problems.error(
                token.start, token.end, "unknown_sign",
                f"`{sign[0]}` has no meaning here.",
                edits=[(token.start, token.end, meant.strip() + "*" * token.star)],
            )  # fmt: skip
            return None
        text = term_text(raw)
        if text:
            return text
        if token.kind == "phrase":
            message = "There is no word between these quotation marks."
            self._problems.error(token.start, token.end, "empty_phrase", message)
        else:
            message = f"There is no word in `{raw}` to search for."
            edits = [(token.start, token.end, "")]
            self._problems.error(token.start, token.end, "no_word", message, edits=edits)
        return None

    def _misplaced_star(self, token: Token) -> None:
        bare = token.text.replace("*", "").strip()
        if token.text.startswith("*") or not bare:
            message = "A word cannot begin with a star: only its end can be open (ukrain*)."
            code = "leading_star"
        elif token.kind == "phrase":
            message = 'In a phrase only the last word can end with a star: "climate chang*".'
            code = "star_inside"
        else:
            message = "A star stands only at the end of a word: ukrain*."
            code = "star_inside"
        quoted = f'"{bare}"' if token.kind == "phrase" else bare
        edits = [(token.start, token.end, quoted)] if bare else []
        self._problems.error(token.start, token.end, code, message, edits=edits)

    def _hashtag(self, token: Token) -> Query | None:
        if token.star and not prefix_is_long_enough(token.text):
            self._problems.error(
                token.start, token.end, "short_prefix",
                "A star stands after three letters or more (one in Chinese, Japanese, Korean).",
            )  # fmt: skip
            return None
        return Term(text=token.text, mode="hashtag", prefix=token.star)

    def _alias(self, token: Token) -> Query | None:
        forms = self._alias_terms(token.text)
        if forms:
            return Alias(name=token.text, forms=forms)
        names = self._alias_names()
        near = get_close_matches(token.text, names, n=1)
        edits = [(token.start, token.end, f"@{near[0]}")] if near else []
        if forms is not None:
            message = f"The alias set @{token.text} is empty. Add a form to it."
        elif near:
            message = f"There is no alias set @{token.text}. Did you mean @{near[0]}?"
        elif names:
            message = f"There is no alias set @{token.text}. See the list of alias sets."
        else:
            message = f"There is no alias set @{token.text}: none is known here."
        self._problems.error(token.start, token.end, "unknown_alias", message, edits=edits)
        return None

    def _regex(self, token: Token) -> Query | None:
        if not token.text:
            message = "This pattern is empty."
            self._problems.error(token.start, token.end, "bad_regex", message)
            return None
        try:
            compile_pattern(token.text)
        except PatternError as exc:
            message = (
                f"RE2 does not accept this pattern: {exc}. It knows no look-around and no "
                "back-references."
            )
            self._problems.error(token.start, token.end, "bad_regex", message)
            return None
        if matches_everything(token.text):
            message = "This pattern can match nothing at all, so every article matches it."
            self._problems.warning(token.start, token.end, "regex_matches_all", message)
        return Regex(pattern=token.text)


def _loose(raw: str) -> bool:
    """Say whether a star would stand behind something that is no letter."""
    return not (raw[-1:].isalnum() or regex.fullmatch(r"\p{M}", raw[-1:]))
