"""Own the wording of what a page signs its parts with: bylines, days, captions, credits, rights.

It does not decide what is dropped; `cleaning` weighs these signs with a line's length and place.
"""

import re

from newsbot.extract.wording import alternatives, whole

SENTENCE_END = re.compile(r"[.!?。！？؟।…][\"'”’»)\]]*$")
"""Ends a sentence at the end of a line."""

_MONTH = r"[^\W\d_]{3,12}\.?"
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?"
DATE_LINE = re.compile(
    r"\W*(?:(?:published|updated|posted|last (?:updated|modified)|first published|created|date|on"
    r"|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado|atualizado"
    r"|pubblicato|aggiornato|gepubliceerd|publicerad|publisert|opublikowano|опубликовано"
    r"|опубліковано|обновлено|оновлено)\b[\s:]*(?:(?:on|at|am|le|el|em|il|op|den)\b)?[\s:]*){0,2}"
    rf"(?:{_CLOCK}\W*(?:[a-z]{{2,4}}\W+)?)?"
    r"(?:[^\W\d_]{2,14}\.?,?\s+)?"
    r"(?:"
    rf"\d{{1,2}}(?:st|nd|rd|th|º|\.)?[\s./-]+(?:de\s+)?(?:{_MONTH}|\d{{1,2}})[\s./,-]+(?:de\s+)?"
    rf"\d{{2,4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?"
    r")"
    rf"(?:[\s,|@–-]*(?:at|um|à|a las|kl\.?|о|в|року)?\s*(?:{_CLOCK}).{{0,24}})?\W*$"
)
"""Is a day and perhaps an hour, with or without a label. To be matched in lower case."""

_CAPITALISED = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w.’'-]{0,40}"
BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|Av|Af|Przez|Od|Автор:?|Текст:?)\s+"
    rf"{_CAPITALISED}(?:[\s,|/•&]{{1,3}}(?:(?:and|und|et|y|e|i|и|та|de|van|von|der|la|da|dos)\s+)?"
    rf"{_CAPITALISED}){{0,8}}\W*$"
    r"|[\w.+-]{1,40}@[\w-]{1,40}\.[\w.]{2,20}$"
    r"|[\w ]{2,30}[>»›/]$"
)
"""Is a byline, an address or a path over the text. Case matters here."""

AGE = whole(
    r"""
    (?:about |over )?(?:an?|\d+) ?(?:second|minute|hour|day|week|month|year)s? ago
    \d+ ?(?:s|secs?|m|mins?|h|hrs?|d) ago
    vor (?:einer|einem|\d+) (?:minuten?|stunden?|tage?n?|wochen?|monat(?:en)?|jahr(?:en)?)
    il y a (?:une?|\d+) (?:minutes?|heures?|jours?|semaines?|mois|ans?)
    (?:hace|há) (?:una?|um|\d+) (?:minutos?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?|anos?)
    (?:un[ao]?|\d+) (?:minut[oi]|or[ae]|giorn[oi]) fa
    \d+ (?:минут[уы]?|час(?:а|ов)?|дн(?:я|ей)|хвилин[ауи]?|годин[ауи]?|дні?в?) (?:назад|тому)
"""
)
"""Is the age of a comment or teaser."""

LEGAL = whole(
    r"""
    (?:©|\(c\)).{0,200}
    copyright (?:©|\(c\)|(?:19|20)\d\d).{0,200}
    .{0,80}\ball rights reserved\b.{0,120}
    this material may not be published, broadcast.{0,80}
    alle rechte vorbehalten.{0,60}
    tous droits réservés.{0,80}
    todos los derechos reservados.{0,80}
    todos os direitos reservados.{0,80}
    tutti i diritti riservati.{0,80}
    riproduzione riservata.{0,30}
    все права защищены.{0,60}
    усі права захищені.{0,60}
    terms of (?:use|service).{0,60}
    privacy policy
    this site is protected by recaptcha.{0,120}
    we use cookies.{0,300}
    this (?:site|website) uses cookies.{0,300}
"""
)
"""States rights and terms."""

_CAPTION_LABELS = r"""
    # en
    photo(?:graph)?s?|images?|picture|pic|file photo|file image|credit|photo credit|image credit
    image source|(?:image|media|photo) caption
    # de, fr, es, pt, it
    fotos?|bild|bildquelle|photo d[’']archive|crédit(?: photo)?|crédits?|imagen|fotografía
    imagem|crédito|immagine
    # nl, fi, pl, ru, uk, tr, hu
    beeld|kuva|zdjęcie|fot\.|фото|kaynak|kép
"""
CAPTION = re.compile(
    rf"\W*(?:(?:{alternatives(_CAPTION_LABELS)})"
    r"\s*(?:by|courtesy(?: of)?|credits?|source|caption|via|de|von|di|por)?\s*[:/©|]"
    r"|(?:image|photo) (?:caption|copyright)\b|file\s[-–—]\s)"
)
"""Opens a caption or the credit of a picture with a label."""

PICTURE_BY = re.compile(
    r"\W*(?:photo(?:graph)?|image|illustration|video|picture)s? (?:by|courtesy|credit|via) .{1,80}$"
)
"""Is the credit of a picture when it is no sentence."""

_PICTURE_AGENCIES = (
    r"(?:AP Photo|AP Images|Getty(?: Images)?|GETTY(?: IMAGES)?|Shutterstock|iStock|Alamy|Pixabay"
    r"|Unsplash|Wikimedia(?: Commons)?|USA TODAY Sports|NurPhoto|Adobe Stock|Pexels|Flickr|Imago"
    r"|picture alliance|Bettmann|ZUMA(?: Press)?|Sipa(?: USA)?)"
)
_NEWS_AGENCIES = (
    r"(?:AP|Associated Press|Reuters|REUTERS|AFP|EPA|dpa|DPA|ANSA|EFE|Bloomberg|Xinhua|TASS|ТАСС"
    r"|РИА Новости|УНІАН|Укринформ|Укрінформ)"
)
_TAIL = r"(?:[ /,][\w .,/&'’-]{0,40})?"
CREDIT = re.compile(
    rf"[(\[/|©]\s?(?:[\w .,'’-]{{0,50}}[/,] ?)?{_PICTURE_AGENCIES}{_TAIL}[)\]]?\W*$"
    rf"|(?:\bvia |[–—-] ){_PICTURE_AGENCIES}{_TAIL}$"
    rf"|(?:[/|©] ?|\bvia ){_NEWS_AGENCIES}{_TAIL}[)\]]?$"
    r"|[(\[](?:Photo|Image|Picture|Foto|Bild|Фото)\b[^()\[\]]{0,80}[)\]]\.?$"
)
"""Ends a caption. Case matters; "(Reuters)" alone does not count: it signs whole articles."""

TOPICS = re.compile(
    r"\W*(?:tags?|topics?|filed under|posted in|categor(?:y|ies)|keywords?|in this article"
    r"|related topics|schlagw(?:ort|örter|orte)|themen|mots[- ]clés|sujets|thèmes|etiquetas"
    r"|temas|temas relacionados|argomenti|parole chiave|trefwoorden|onderwerpen|ämnen|tagi|tagy"
    r"|темы|теги|теґи|метки|ключевые слова|ключові слова|etiketler|címkék|ετικέτες|标签|タグ)"
    r"\s*[:|]"
)
"""Lists the topics of a page."""

CONTACT = re.compile(
    r"(?:contact|reach|e-?mail|write to|follow|tweet) [^.]{0,80}(?:@|\bat \d{3}|\bon twitter)"
    r"|\bcan be reached (?:at|by)\b"
    r"|^(?:e-?mail|twitter)\s*: ?\S+$"
)
"""Says at the end how to reach the author."""

CLICK_TO_TWEET = re.compile(r"\s*click to tweet$", re.IGNORECASE)
"""The button of a plugin that glues itself to the sentence it offers."""

STRAY_LABELS = ("just In", "JUST IN", "READ MORE", "ADVERTISEMENT", "BREAKING NEWS", "SEE ALSO")
STRAY_LABEL = re.compile(rf"(?<=[–—:-])\s+(?:{'|'.join(STRAY_LABELS)})\s+(?=[A-ZÀ-ÞА-ЯЁІЇЄҐ])")
"""A label in odd case after a dash, inside a sentence: nobody writes "– just In Geneva"."""
