"""Own the knowledge of what in an article's text is not its story; it cuts no sentences.

The phrases are those of news sites in the languages that the product ships sources for.
"""

import re

_SENTENCE_STARTS = re.compile(
    r"""^\W*(?:
    see\ also|read\ (?:more|also|next|the\ full)|read:|more:|more\ (?:on|from)\ (?:this|us|our)\b
    |related(?::|\ (?:articles?|stor|content|topics))
    |also\ read|watch(?::|\ (?:video|now|live|the\ video))|click\ (?:here|to\ )
    |scroll\ (?:down|for)
    |sign\ up|subscribe\b|follow\ (?:us|@|\w+\ on\ )|share\ (?:this|on|via)|e-?mail\ (?:to|this)
    |print\ this
    |photo(?:s|graph)?(?::|\ by\ |\ credit)|image(?::|\ (?:source|credit|caption))
    |picture(?::|\ credit)|media\ caption
    |video(?::|\ caption)|caption:|credit:|source:\s|file\ (?:photo|picture|image)|getty\ images
    |copyright\ (?:©|\(c\)|\d)|©|\(c\)[ ]|all\ rights\ reserved
    |advertisement\W*$|sponsored\ (?:content|post)|continue\ reading|story\ continues
    |skip\ (?:to|past)|newsletter:
    |download\ (?:the|our)
    |(?:first\ |last\ )?(?:published|updated|posted|modified)(?::|\ (?:on|at)\ |\ \d)
    |last\ updated
    |(?:additional\ )?(?:reporting|editing|writing)\ by[ ]
    |this\ (?:article|story)\ (?:(?:was\ )?(?:first|originally)|has\ been\ (?:updated|corrected))
    |correction:
    |siehe\ auch|lesen\ sie\ (?:auch|mehr|hier)|mehr\ zum\ thema|lesetipp|weiterlesen|foto:
    |bild:|quelle:|newsletter\ abonnieren
    |lire\ (?:aussi|la\ suite|également)|à\ lire|voir\ aussi|photo\ :|crédits?\ (?:photo|image)
    |abonnez-vous
    |inscrivez-vous|publié\ le|mis\ à\ jour
    |le(?:a|er)\ (?:también|más)|lee\ también|te\ puede\ interesar|ver\ más|suscr[ií]b|foto\ :
    |publicado\ (?:en|el)
    |leggi\ anche|leggi\ tutto|vedi\ anche|guarda\ anche|iscriviti|abbonati
    |riproduzione\ riservata
    |leia\ (?:também|mais)|veja\ (?:também|mais)|assine\ |saiba\ mais
    |lees\ (?:ook|meer|verder)|bekijk\ ook|meld\ je\ aan|läs\ (?:också|mer|även)|se\ även
    |prenumerera|læs\ også|les\ også
    |czytaj\ (?:też|także|więcej|również)|zobacz\ (?:też|także)|fot\.|zdjęcie:
    |(?:pře)?čtěte\ (?:také|i)|čtěte|zdroj:
    |lue\ (?:myös|lisää)|olvassa|citește\ (?:și|mai)|okuyun
    |читайте\ (?:также|ещё|еще|подробнее)|смотрите\ также|см\.\ также|подпи(?:сывайтесь|шитесь)
    |фото:|источник:|автор:|реклама\W*$
    |читайте\ (?:також|ще)|дивіться\ також|підписуйтес|джерело:|вижте\ (?:също|още)
    |още\ по\ темата
    |関連記事|写真[:：]|続きを読む|相关(?:新闻|阅读)|点击|图片来源|责任编辑|延伸閱讀|관련\ ?기사
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_BRACKETS = (
    "(file photo)", "(file picture)", "(file image)", "(library photo)", "(stock photo)", "(photo)",
    "(image)", "(archivbild)", "(symbolbild)", "(left)", "(right)", "(centre)", "(center)", "(l)",
    "(r)", "(above)", "(below)", "(top)", "(bottom)",
)  # fmt: skip
_ANYWHERE = (
    "getty images", "shutterstock", "all rights reserved", "javascript is disabled",
    "enable javascript", "javascript aktivieren", "sign up for our", "sign up to our",
    "pic.twitter.com",
)  # fmt: skip
"""Marks of captions, credits and site text, in lower case, wherever they stand in a sentence."""
_SEAM = re.compile(r"\((?:pictured|above|below)\)\s+(?=[^\W\d_a-z])")
"""A caption that a crawler ran into the next sentence."""
_COOKIES = ("cookie", "куки", "クッキー")
_CONSENT = re.compile(
    r"""\b(?:
    we|our|your|you|this\ (?:site|website)|accept|consent|agree|settings|preferences|browser
    |privacy\ policy|partners
    |wir|unsere[rn]?|ihre[rn]?|zustimm\w*|akzeptier\w*|einwillig\w*|einstellungen|nutzung
    |nous|nos|votre|vos|acceptez|accepter|consentement
    |nuestr\w+|acepta\w*|utiliza\w*|uso\ de|usamos|consentimiento
    |utilizz\w+|accett\w+|consenso|usiamo|aceit\w+|utilizamos|wij|onze|gebruik\w*|accepteer\w*
    |vi\ använder|godkänn\w*
    |korzysta\w*|używa\w*|zgod\w+|souhlas\w*|používá\w*
    |мы|наш\w*|использу\w+|согла\w+|ми|використову\w+|погод\w+)\b|使用|同意""",
    re.IGNORECASE | re.VERBOSE,
)
_NAME = r"[^\W\d_a-zа-яё][\w'’.-]*"
_BYLINE = re.compile(
    rf"^\W*(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|Av|Text:|Autor(?:ka|in)?:?|Auteur:?|Author:?|Автор)"
    rf"\s*[.:]?\s+{_NAME}(?:\s+{_NAME}){{0,4}}"
    rf"(?:\s*(?:,|\||/|and|und|et|y|e|for|in|и|та|\.)\s*(?:{_NAME}\s*){{1,4}})*\W*$"
)
_DATE_LINE = re.compile(
    r"^\W*(?:\w+,?\s+)?(?:\d{1,2}[:.]\d{2}\b.*\d{4}|\w{3,12}\s+\d{1,2},?\s+\d{4}|\d{1,2}\.?\s+\w{3,12}\s+\d{4}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:\D{0,12}\d{1,2}[:.]\d{2}.{0,12})?\W*$"
)
_DATELINE = re.compile(
    r"^(?:[^\W\d_][\w.'’,/ -]{0,60}?)?"
    r"[(\[](?:AP|AFP|CNN|UPI|PTI|ANI|IANS|dpa|APA|ANSA|EFE|TASS|PAP|Reuters|Bloomberg|Xinhua|"
    r"Associated Press|Agence France-Presse|[A-Z]{2,5}(?:\.com|/\w+)?)[)\]]\s*[-–—:.]*\s+(?=\S)"
)
_DATELINE_DASH = re.compile(
    r"^(?:[^\W\d_a-z]{3,}(?:,? [^\W\d_][\w.]{1,20}){0,3}\s+)?(?:--|–|—)\s+(?=\S)"
)


def is_boilerplate(sentence: str) -> bool:
    """Say whether a sentence is about the page (cookies, links, bylines, captions, dates)."""
    lower = sentence.lower()
    if _has_any(lower, _ANYWHERE):
        return True
    if "(" in lower and (_has_any(lower, _IN_BRACKETS) or _SEAM.search(sentence) is not None):
        return True
    if _has_any(lower, _COOKIES) and _CONSENT.search(sentence) is not None:
        return True
    return (
        _SENTENCE_STARTS.match(sentence) is not None
        or _BYLINE.match(sentence) is not None
        or _DATE_LINE.match(sentence) is not None
    )


def _has_any(lower: str, marks: tuple[str, ...]) -> bool:
    # a plain loop: a generator within any() costs more than the searches
    for mark in marks:  # noqa: SIM110
        if mark in lower:
            return True
    return False


def without_dateline(sentence: str) -> str:
    """Take off an opening place and agency such as `LONDON (Reuters) - `."""
    for pattern in (_DATELINE, _DATELINE_DASH):
        found = pattern.match(sentence)
        if found is not None and len(sentence) > found.end():
            return sentence[found.end() :]
    return sentence
