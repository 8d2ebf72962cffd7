"""Own the extraction guard: it tells news from walls and menus; it drops no single line."""

from collections.abc import Sequence

from newsbot.domain.entry import Notice
from newsbot.extract.lines import LINK_WORDS, Line, word_count
from newsbot.extract.signatures import SENTENCE_END
from newsbot.extract.wording import anywhere

TEASER_WORDS = 160
"""A text behind a paywall is a teaser up to this length; longer means that all of it was sent."""

WALL_WORDS = 400
"""Consent dialogues are shorter than this."""

REFUSAL_WORDS = 60
"""A page whose title refuses has no more text than this."""

LEAST_WORDS = 12
"""Less than this is no article: a headline has 8 to 15 words."""

SENTENCE_WORDS = 6
"""A page with no sentence of this length only lists things."""

TEXT_WORDS = 25
"""A line of this length is text whatever it ends with."""

MENU_SHARE = 0.6
"""From this share of linked text on a page is a menu unless it speaks in sentences."""

FRONT_LINKS = 5
FRONT_SHARE = 0.35
"""So many headlines of other stories, and such a share of all lines: a front page."""

FRONT_RUN = 3
"""So many lines of text on end are an article; a teaser has one or two."""

APPEAL_LINES = 6
"""Lines at the end in which a teaser asks to pay for the rest."""

LEAST_SIGNS = 3
_CONSENT_DENSITY = 25
"""Words for each sign of consent talk: dialogues have one in 8 to 20, articles on it fewer."""

_PAYWALL = anywhere(
    r"""
    # en
    subscri(?:be|bers?) (?:to|now to|today to) (?:continue|read|unlock|access)
    to (?:continue|keep) reading
    continue reading (?:this|with|your)
    (?:is|are) (?:only )?(?:available )?(?:for|to) (?:our )?(?:paying |paid |premium )?subscribers
    subscribers? only
    already (?:a |have a )?(?:subscriber|subscription|member)
    unlock (?:this|the full|full) (?:article|story|access)
    you[’']ve reached your .{0,40}(?:limit|articles)
    free articles? (?:left|remaining|this month)
    exclusive(?:ly)? (?:for|to) (?:our )?subscribers
    # de
    weiterlesen mit
    nur für abonnenten
    jetzt (?:abonnieren|weiterlesen)
    mit .{0,20}(?:plus|\+|abo) (?:weiter)?lesen
    bereits abonnent
    # fr
    réservée? (?:à nos |aux )?abonnés
    article réservé
    déjà abonné
    pour lire la suite
    # es, pt, it
    solo para suscriptores
    contenido exclusivo
    suscríbete para
    ya (?:eres|soy) suscriptor
    (?:contenuto|articolo) riservato
    sei già abbonato
    conteúdo exclusivo
    exclusivo para assinantes
    já é assinante
    # nl, sv, no, da, pl, ru, uk, tr
    alleen voor abonnees
    al abonnee
    för prenumeranter
    redan prenumerant
    for abonnenter
    dla subskrybentów
    tylko dla prenumeratorów
    только для подписчиков
    доступно по подписке
    лише для передплатників
    abonelere özel
"""
)
_COOKIES = anywhere(
    r"""
    # en
    cookies?\b
    consent\b
    (?:our|and) (?:\d+ )?partners
    personal data
    privacy (?:policy|settings|preferences)
    (?:accept|reject) all
    manage (?:preferences|options|choices)
    legitimate interest
    # de, fr, es, it, pt, nl
    datenschutz|einwilligung|zustimm|alle akzeptieren|einstellungen
    consentement|données personnelles|tout accepter
    consentimiento|datos personales|aceptar
    consenso|dati personali|accetta
    consentimento|dados pessoais
    toestemming|accepteren
    # sv, no, pl, cs, ru, uk, tr
    samtyck|zgod[aęy]|danych osobowych|souhlas|согласие|файлы cookie|персональн|çerez
"""
)
_REFUSAL = anywhere(
    r"""
    # en
    (?:enable|turn on|activate|requires?) java ?script
    java ?script (?:is|seems|has been|must be) (?:disabled|required|not|enabled|blocked)
    are you (?:a )?(?:robot|human)
    verify(?:ing)? (?:that )?you are (?:a )?human
    not a robot
    checking your browser
    access (?:to this page )?(?:has been )?(?:denied|blocked)
    just a moment
    captcha
    unusual (?:traffic|activity)
    your browser is (?:not supported|out of date)
    ad ?blocker
    page (?:not found|you (?:requested|are looking for|were looking for))
    (?:404|403) (?:error|not found|forbidden)
    error 404
    # de, fr, es, it, ru, uk
    seite nicht gefunden|page introuvable|página no encontrada|pagina non trovata
    страница не найдена|сторінку не знайдено
"""
)


def judge(
    found: Sequence[Line], kept: Sequence[Line], *, title: str, paid: bool, stated: bool
) -> Notice | None:
    """Return why a page is no news, None when it is.

    `found` are the lines as they stand on the page, `kept` those left after cleaning. `paid` is
    the page's own word that reading costs (schema.org isAccessibleForFree), `stated` that it
    calls itself an article.
    """
    words = _words(kept)
    if _is_consent(found):
        return Notice(code="cookie_wall", message="The page shows a consent dialogue, no article.")
    if _is_refusal(kept, title):
        return Notice(code="no_article", message="The page refuses to show its article to us.")
    if words <= TEASER_WORDS and (paid or _asks_to_pay(found)):
        return Notice(code="paywall", message="The page shows a teaser; the article is for payers.")
    lists_only = words >= LEAST_WORDS and not stated and not _speaks(kept)
    if lists_only or _is_menu(found) or (not stated and _is_front(found)):
        return Notice(code="navigation", message="The page is a list of links, no article.")
    if words < LEAST_WORDS:
        return Notice(code="no_article", message="The page has no article text.")
    return None


def _words(lines: Sequence[Line]) -> int:
    return sum(word_count(line.text) for line in lines)


def _speaks(lines: Sequence[Line]) -> bool:
    """Say whether any line is a sentence, or long enough to be text; Thai writes no full stop."""
    for line in lines:
        words = word_count(line.text)
        if words >= TEXT_WORDS or (words >= SENTENCE_WORDS and SENTENCE_END.search(line.text)):
            return True
    return False


def _is_consent(lines: Sequence[Line]) -> bool:
    """Say whether a short text talks of consent in every other sentence."""
    words = _words(lines)
    if words >= WALL_WORDS:
        return False
    signs = sum(len(_COOKIES.findall(line.text.lower())) for line in lines)
    return signs >= LEAST_SIGNS and signs * _CONSENT_DENSITY > words


def _is_refusal(lines: Sequence[Line], title: str) -> bool:
    """Say whether little is left but the refusal; the title may be the only one to say it."""
    rest = [line for line in lines if not _REFUSAL.search(line.text.lower())]
    limit = REFUSAL_WORDS if _REFUSAL.search(title.lower()) else LEAST_WORDS
    refuses = len(rest) < len(lines) or limit == REFUSAL_WORDS
    return refuses and _words(rest) < limit


def _asks_to_pay(lines: Sequence[Line]) -> bool:
    """Say whether the text ends with an appeal to pay for the rest."""
    return any(_PAYWALL.search(line.text.lower()) for line in lines[-APPEAL_LINES:])


def _is_menu(lines: Sequence[Line]) -> bool:
    """Say whether most of the text is links and hardly any of it sentences."""
    total = sum(len(line.text) for line in lines)
    linked = sum(len(line.text) for line in lines if line.is_link)
    spoken = sum(len(line.text) for line in lines if SENTENCE_END.search(line.text))
    return linked > MENU_SHARE * total and spoken < (1 - MENU_SHARE) * total


def _is_front(lines: Sequence[Line]) -> bool:
    """Say whether headlines that lead elsewhere make up much of the page.

    Under each stands a teaser; an article with a list of other stories has paragraphs on end.
    """
    headlines = sum(line.is_link and word_count(line.text) >= LINK_WORDS for line in lines)
    if headlines < FRONT_LINKS or headlines < FRONT_SHARE * len(lines):
        return False
    run = longest = 0
    for line in lines:
        run = 0 if line.is_link else run + (word_count(line.text) >= SENTENCE_WORDS)
        longest = max(longest, run)
    return longest < FRONT_RUN
