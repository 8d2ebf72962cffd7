"""Own the wording by which a page points to other pages, in many languages.

It does not decide what is dropped; `cleaning` weighs these signs with a line's length and links.
"""

import re

from newsbot.extract.wording import alternatives, opening, whole

_ALSO = r"""
    # en
    (?:see|read|watch|listen|hear|explore|view) (?:also|too)
    also (?:see|read|watch|on|in this (?:series|section))
    read (?:more|next|further)
    # de, fr
    (?:lesen sie|lies|siehe|sehen sie|hören sie) (?:auch|hierzu|dazu|mehr)
    (?:à )?(?:lire|voir|écouter|découvrir)(?: aussi| également|-aussi)
    lisez aussi
    lire la suite
    # es, ca, pt, it
    (?:lea|lee|leer|vea|ver|mira|mire|conozca) (?:también|además|tambien)
    (?:llegeix|vegeu) també
    (?:leia|veja|saiba|confira|assista) (?:também|tambem|mais|ainda)
    (?:leggi|vedi|guarda) (?:anche|pure)
    # nl, sv, da, no, fi
    (?:lees|bekijk|zie|kijk) ook
    (?:läs|se) (?:också|även)
    (?:les|læs|se) også
    (?:lue|katso) myös
    # pl, cs, sk, sl, lt, lv, et, sq
    (?:czytaj|przeczytaj|zobacz|sprawdź) (?:też|także|również)
    (?:čtěte|přečtěte|čítajte|prečítajte)(?: si)? (?:také|též|taky|aj)
    prebe(?:ri|rite) (?:tudi|še)
    taip pat skaitykite
    lasi(?:et)? arī
    (?:loe|vaata) (?:ka|lisaks)
    lexo(?:ni)? edhe
    # ru, uk, bg, sr, hr
    (?:читайте|смотрите|смотри|читай|слушайте) (?:также|ещё|еще|тоже|по теме)
    (?:читайте|дивіться|дивись|читай|слухайте) (?:також|ще)
    (?:прочетете|вижте) (?:още|и)
    про[чћ]итај(?:те)? (?:и|још)
    pro[čc]itaj(?:te)? (?:jo[šs]|i)
    # ro, tr, hu, el
    (?:vezi|cite[șş]te) [șş]i
    ayrıca (?:okuyun|bakınız)
    olvas(?:sa|d) el
    (?:διαβάστε|δείτε) (?:επίσης|ακόμη)
    # vi, id, th, hi, bn, ur
    (?:xem|đọc) thêm
    (?:baca|lihat|simak) juga
    อ่านเพิ่มเติม
    (?:यह|ये|इसे) भी (?:पढ़ें|पढ़े|देखें)
    আরও পড়ুন
    (?:مزید|یہ بھی) پڑھیں
    # zh, ja, ko, ar, fa, he
    (?:延伸阅读|延伸閱讀|相关阅读|相關閱讀|相关新闻|相關新聞|推荐阅读)
    (?:関連記事|関連リンク|あわせて読みたい)
    관련 ?기사
    (?:اقرأ|شاهد) أيض[اًا]+
    اقرأ المزيد
    بیشتر بخوانید
    קראו (?:גם|עוד)
"""

_MORE = r"""
    # en
    (?:see|watch|listen|hear|explore|view) (?:more|next|further)
    more (?:from|on this|stories|news|coverage|reading)
    must[- ]reads?
    (?:you )?(?:may|might) (?:also )?(?:be interested|like|enjoy|want)
    recommended (?:reading|stories|articles|for you)
    related (?:articles?|stor(?:y|ies)|news|content|links?|posts?|topics?|coverage|reading|video)
    don[’']t miss
    (?:further|keep) reading
    trending now
    most (?:read|popular|viewed)
    (?:read|see) (?:the )?(?:full|our|original|previous)(?: \w+)? (?:story|article|coverage|post)
    up next
    what to read next
    editor[’']?s[’']? picks?
    # de, fr
    auch interessant
    entdecken? (?:sie )?(?:weitere|mehr)
    mehr (?:zum thema|dazu|lesen)
    das könnte (?:sie|dich) (?:auch )?interessieren
    weiterlesen
    zum thema
    hier geht es zu
    sur le même (?:sujet|thème)
    à ne pas manquer
    pour aller plus loin
    en savoir plus
    notre dossier
    # es, pt, it
    (?:leer|ver|lea) más
    (?:le|te) puede interesar
    también (?:puede|te puede)(?: leer| interesar)?
    más (?:información|noticias)
    no te pierdas
    sig[au]e? leyendo
    mais (?:lidas|notícias)
    continue lendo
    not[ií]cias relacionadas
    scopri di più
    (?:potrebbe|ti potrebbe) interessar(?:e|ti)
    per approfondire
    per saperne di più
    articoli correlati
    # nl, sv, da, no, fi
    lees (?:meer|verder)
    (?:läs mer|les mer|læs mere|lue lisää)
    # pl, cs, sl, lt, sq
    (?:czytaj|zobacz) (?:więcej|dalej)
    polecamy
    čtěte více
    mohlo by vás zajímat
    preberite več
    skaitykite (?:daugiau|ir)
    lexo më shumë
    # ru, uk
    читайте далее
    (?:материалы )?по теме
    (?:до теми|за темою|більше новин|читайте більше)
    # tr, hu, el, vi, id, th, ar, fa
    i̇?lgili haber(?:ler)?
    kapcsolódó (?:cikk|anyag)(?:ek|aink)?
    διαβάστε περισσότερα
    tin liên quan
    baca selengkapnya
    (?:เรื่องที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง)
    مواضيع ذات صلة
    مطالب مرتبط
"""

ALSO = opening(_ALSO)
"""Opens a line that surely points elsewhere: no article tells its reader to read something too."""

MORE = opening(_MORE)
"""Opens a line that points elsewhere when it is a link or no sentence."""

IN_BRACKETS = re.compile(
    rf"\s*[(\[]\s*(?:{alternatives(_ALSO)}|{alternatives(_MORE)}|(?:read|related|more|watch):)"
    r"(?!\w)[^()\[\]]{0,250}[)\]]",
    re.IGNORECASE,
)
"""A pointer in brackets inside a paragraph, cut out as it stands."""

_LABELS = """
    # en
    read|related|watch|more|see|listen|videos?|photos?|gallery|opinion|analysis|explainer
    background|podcast|also|recommended|trending|live
    # de, fr, es, pt, it, nl
    lies|mehr|lesen|lire|voir|vidéo|leer|ver|lea|mira|leia|veja|leggi|lees|fotos?|fotogaler[ií]a
    galería|galerie
    # pl, ru, uk
    zobacz|czytaj|фото|видео|відео|читайте|ещё|еще|ще|архив|подробнее|детальніше
"""
LABELLED = re.compile(
    rf"\W*(?:{alternatives(_LABELS)}) ?(?:also|also on|more)? ?(?:[:|»>→►▶]|[-–—] (?=\S))"
)
"""A one-word label and a colon or dash: furniture when the rest is a link or a headline."""

BARE = whole(
    """
    # en
    related|recommended|trending|popular|top stories|latest(?: news| stories)?|more|also
    similar (?:stories|articles)|in this (?:story|article|series)|what else to read
    # de, fr, es, pt, it, nl, pl, ru, uk
    verwandte (?:artikel|themen)|ähnliche artikel|meistgelesen|à lire|articles (?:liés|similaires)
    relacionad[oa]s?|correlati|gerelateerd|powiązane|похожие (?:новости|статьи)|схожі новини
"""
)
"""Is nothing but the title of a box with other stories."""

TRAILING = re.compile(
    rf"(?<=[.!?…\"”’»)])\s+(?:{alternatives(_ALSO)})(?!\w)"
    r"(?:\s*[:–—-]\s*[^.!?]{3,200}[.!?]?|[^.!?:]{3,160})$",
    re.IGNORECASE,
)
"""A pointer behind the last sentence of a paragraph: with a colon, or a headline without a stop."""
