"""Own the extraction guard: it tells news from walls and menus; it drops no single line."""

import re
from collections.abc import Sequence

from newsbot.domain.entry import Notice
from newsbot.extract.lines import Line, word_count
from newsbot.extract.wording import anywhere

TEASER_WORDS = 160
"""A text behind a paywall is a teaser up to this length; longer means that all of it was sent."""

WALL_WORDS = 400
"""Consent dialogues and refusals are shorter than this."""

MENU_SHARE = 0.6
"""From this share of linked text on a page is a menu unless it speaks in sentences."""

LEAST_WORDS = 12
"""Less than this is no article: a headline has 8 to 15 words."""

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
_SENTENCE_END = re.compile(r"[.!?。！？؟।…][\"'”’»)\]]*(?:\s|$)")


def judge(lines: Sequence[Line], *, title: str, paid: bool, stated: bool) -> Notice | None:
    """Return why the lines are no news, None when they are.

    `paid` is the page's own word that reading costs (schema.org isAccessibleForFree), `stated`
    that it calls itself an article.
    """
    text = "\n".join(line.text for line in lines)
    words = sum(word_count(line.text) for line in lines)
    if _is_consent(text, words):
        return Notice(code="cookie_wall", message="The page shows a consent dialogue, no article.")
    if words < WALL_WORDS // 4 and _REFUSAL.search(f"{title}\n{text}".lower()):
        return Notice(code="no_article", message="The page refuses to show its article to us.")
    if words <= TEASER_WORDS and (paid or _PAYWALL.search(text.lower())):
        return Notice(code="paywall", message="The page shows a teaser; the article is for payers.")
    if words < LEAST_WORDS:
        return Notice(code="no_article", message="The page has no article text.")
    if _is_menu(lines) or (not stated and not _SENTENCE_END.search(text)):
        return Notice(code="navigation", message="The page is a list of links, no article.")
    return None


_CONSENT_DENSITY = 25
"""Words for each sign of consent talk: dialogues have one in 8 to 20, articles on it fewer."""


def _is_consent(text: str, words: int) -> bool:
    return (
        0 < words < WALL_WORDS
        and len(_COOKIES.findall(text.lower())) * _CONSENT_DENSITY > words + 2 * _CONSENT_DENSITY
    )


def _is_menu(lines: Sequence[Line]) -> bool:
    """Say whether most of the text is links and hardly any of it sentences."""
    total = sum(len(line.text) for line in lines) or 1
    linked = sum(len(line.text) for line in lines if line.is_link)
    spoken = sum(len(line.text) for line in lines if _SENTENCE_END.search(line.text))
    return linked / total > MENU_SHARE and spoken / total < 1 - MENU_SHARE
