"""Own the wording of furniture: what sites put between the lines of an article, by language.

It does not decide what is dropped; `cleaning` weighs these signs with a line's length and links.
"""

import re

from newsbot.extract.wording import alternatives, opening, whole

_POINTERS = r"""
    # en
    (?:see|read|watch|listen|hear|explore|view) (?:also|more|next|further|too)
    also (?:see|read|watch|on|in this (?:series|section))
    more (?:from|on this|stories|news|coverage|reading)
    must[- ]reads?
    (?:you )?(?:may|might) (?:also )?(?:be interested|like|enjoy|want)
    recommended (?:reading|stories|articles|for you)
    related (?:articles?|stor(?:y|ies)|news|content|links?|posts?|topics?|coverage|reading|video)
    don[’']t miss
    further reading
    keep reading
    trending now
    most (?:read|popular|viewed)
    (?:read|see) (?:the )?(?:full|our|original|previous)(?: \w+)? (?:story|article|coverage|post)
    up next
    what to read next
    editor[’']?s[’']? picks?
    # de
    entdecken? (?:sie )?(?:weitere|mehr)
    lesen sie (?:auch|hier|mehr|weiter|dazu)
    lies auch
    auch interessant
    mehr (?:zum thema|dazu|lesen)
    siehe auch
    das könnte (?:sie|dich) (?:auch )?interessieren
    weiterlesen
    zum thema
    hier geht es zu
    # fr
    (?:à )?(?:lire|voir|écouter|découvrir)(?: aussi| également|-aussi)
    lire la suite
    lisez aussi
    sur le même (?:sujet|thème)
    à ne pas manquer
    pour aller plus loin
    en savoir plus
    notre dossier
    # es
    (?:lea|lee|leer|vea|ver|mira|mire|conozca)(?: también| además| más| tambien)
    (?:le|te) puede interesar
    también (?:puede|te puede)(?: leer| interesar)?
    más (?:información|noticias)
    no te pierdas
    sig[au]e? leyendo
    noticias relacionadas
    # pt
    (?:leia|veja|saiba|confira|assista)(?: também| mais| ainda| tambem)
    mais (?:lidas|notícias)
    continue lendo
    notícias relacionadas
    # it
    (?:leggi|vedi|guarda|scopri)(?: anche| pure| di più)
    (?:potrebbe|ti potrebbe) interessar(?:e|ti)
    per approfondire
    per saperne di più
    articoli correlati
    # nl, sv, da, no, fi
    lees (?:ook|meer|verder)
    bekijk ook
    zie ook
    läs (?:också|även|mer)
    les (?:også|mer)
    læs (?:også|mere)
    se (?:også|även)
    lue (?:myös|lisää)
    katso myös
    # pl, cs, sk
    (?:czytaj|przeczytaj|zobacz|sprawdź)(?: też| także| również| więcej| dalej)
    polecamy
    (?:čtěte|přečtěte|čítajte|prečítajte)(?: si)?(?: také| též| taky| více| aj)
    mohlo by vás zajímat
    # ru, uk, bg, sr, hr
    (?:читайте|смотрите|смотри|читай|слушайте)(?: также| ещё| еще| тоже| по теме| далее)
    (?:материалы )?по теме
    (?:читайте|дивіться|дивись|читай|слухайте)(?: також| ще| більше)
    до теми
    за темою
    більше новин
    (?:прочетете|вижте) (?:още|и)
    pro[čc]itaj(?:te)? (?:jo[šs]|i|više)
    # ro, tr, hu, el
    vezi și
    cite[șş]te [șş]i
    ayrıca (?:okuyun|bakınız)
    i̇?lgili haber(?:ler)?
    olvas(?:sa|d) el
    kapcsolódó (?:cikk|anyag)(?:ek|aink)?
    (?:διαβάστε|δείτε) (?:επίσης|ακόμη|περισσότερα)
    # sl, lt, lv, et, sq, ca, vi, id
    prebe(?:ri|rite) (?:tudi|še|več)
    (?:taip pat )?skaitykite (?:taip pat|daugiau|ir)
    lasi(?:et)? arī
    (?:loe|vaata) (?:ka|lisaks|veel)
    lexo(?:ni)? (?:edhe|më shumë)
    llegeix també
    (?:xem|đọc) thêm
    tin liên quan
    (?:baca|lihat|simak) juga
    baca selengkapnya
    # zh, ja, ko, th, hi, bn, ur, ar, fa, he
    (?:อ่านเพิ่มเติม|เรื่องที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง)
    (?:यह|ये|इसे) भी (?:पढ़ें|पढ़े|देखें)
    আরও পড়ুন
    (?:مزید|یہ بھی) پڑھیں
    (?:延伸阅读|延伸閱讀|相关阅读|相關閱讀|相关新闻|相關新聞|推荐阅读)
    (?:関連記事|関連リンク|あわせて読みたい)
    관련 ?기사
    (?:اقرأ|شاهد) أيض[اًا]+
    اقرأ المزيد
    مواضيع ذات صلة
    بیشتر بخوانید
    مطالب مرتبط
    קראו (?:גם|עוד)
"""

POINTER = opening(_POINTERS)
"""Opens a line that points to another page."""

PARENTHESISED_POINTER = re.compile(
    rf"\s*[(\[]\s*(?:{alternatives(_POINTERS)})(?!\w)[^()\[\]]{{0,250}}[)\]]", re.IGNORECASE
)
"""A pointer in brackets inside a paragraph, cut out as it stands."""

LABELLED_POINTER = re.compile(
    rf"""\W*(?:{
        alternatives('''
    # en
    read|related|watch|more|see|listen|videos?|photos?|gallery|opinion|analysis|explainer
    background|podcast|also|recommended|trending|live
    # de, fr, es, pt, it, nl
    lies|mehr|lesen|lire|voir|vidéo|leer|ver|lea|mira|leia|veja|leggi|lees|fotos?|fotogaler[ií]a
    galería|galerie
    # pl, ru, uk
    zobacz|czytaj|фото|видео|відео|читайте|ещё|еще|ще|архив|подробнее|детальніше
''')
    }) ?(?:also|also on|more)? ?[:|»>→►▶]"""
)
"""A one-word label and a colon: furniture when the rest is a link or a headline."""

SHOUTED_POINTER = re.compile(
    r"\W*(?:READ|RELATED|WATCH|MORE|SEE|ALSO READ|READ MORE|READ ALSO|LIVE|VIDEO)\s*[-–—:|]"
)
"""The same in capitals, where a dash is enough. To be matched against the text as it stands."""

_PLATFORMS = (
    "(?:facebook|twitter|x|linkedin|whats ?app|telegram|reddit|pinterest|e-?mail|flipboard"
    "|instagram|youtube|viber|messenger|copy link|print|sms|tumblr|pocket|vk|xing|line|threads"
    "|bluesky|mastodon|rss|share)"
)
SHARE = whole(
    rf"""
    # platform after platform
    {_PLATFORMS}(?:[\s,|/·•&]+(?:and |und |et |y |e )?{_PLATFORMS})*
    # en
    share(?: (?:this|on|via|with|to) .{{0,60}}| this| article| story)?
    tweet(?: this)?
    pin(?: it)?
    print(?: this)?(?: article| page)?
    e-?mail(?: this)?(?: article| page)?
    copy (?:the )?link.{{0,20}}
    # de, fr, es, pt, it
    (?:artikel )?teilen(?: auf .{{0,40}})?
    partager(?: (?:sur|cet|l[’']).{{0,40}})?
    compart(?:i[rl]|e)(?: (?:en|nota|esta|em|su|no|via).{{0,40}})?
    compartilh(?:ar|e)(?: .{{0,40}})?
    condividi(?: (?:su|l).{{0,40}})?
    # nl, sv, da, no, fi, pl, cs, ru, uk, tr, hu
    delen(?: (?:op|via).{{0,40}})?
    dela(?: (?:på|artikel).{{0,40}})?
    del (?:på|artikkel|artikel).{{0,40}}
    (?:jaa|udostępnij|sdílet|sdílejte|paylaş|oszd meg|megosztás).{{0,40}}
    (?:поделиться|поширити|поділитися).{{0,40}}
    # zh, ja, ko
    (?:分享|シェア|공유).{{0,10}}
"""
)
"""A bar of buttons that share the page."""

NEWSLETTER = opening(
    r"""
    # en
    (?:please )?(?:sign up|subscribe|register|join)\b.{0,120}\b(?:newsletters?|inbox|e-?mails?)
    (?:please )?(?:sign up|subscribe|register)\b.{0,120}\b(?:updates|alerts|briefing|digest|channel)
    (?:please )?(?:sign up|subscribe|register)\b.{0,120}\b(?:free|here|today|now|daily|weekly)
    (?:get|receive|want) .{0,100}\b(?:in|to|into) your (?:inbox|e-?mail|mailbox|phone)
    (?:this article|it) (?:first |originally )?appeared in (?:our|the) .{0,40}newsletter
    (?:our|the|free|daily|weekly|morning)? ?newsletters?\W*$
    (?:enter )?your e-?mail(?: address)?\W*$
    thank you for (?:subscribing|signing up)
    by (?:signing|subscribing|clicking|submitting|entering)\b.{0,60}\b(?:you|i) (?:agree|accept)
    (?:you can )?unsubscribe (?:at any time|any time|here)
    # de
    (?:jetzt |hier )?(?:den |unseren |zum )?newsletter (?:abonnieren|anmelden|bestellen)
    melden sie sich .{0,60}newsletter
    # fr
    (?:abonnez|inscrivez)[- ]vous
    recevez .{0,80}(?:newsletter|boîte mail|e-?mail)
    # es, pt, it
    (?:suscr[ií]b(?:ete|ase|ite)|apúntate|regístrate)
    recib[ea] .{0,80}(?:correo|newsletter|bolet[ií]n)
    (?:inscreva-se|assine|cadastre-se|receba)\b.{0,80}(?:newsletter|e-?mail|canal|notícias)
    iscriviti
    ricevi .{0,80}(?:newsletter|e-?mail)
    # nl, pl, cs, ru, uk, ro, hu
    (?:meld je aan|schrijf je in|ontvang)\b.{0,80}(?:nieuwsbrief|mail)
    (?:zapisz się|subskrybuj|odebírejte|abonează-te|feliratkoz\w*)
    подпи(?:шитесь|сывайтесь)
    п(?:і|i)дпи(?:шіться|суйтесь)
"""
)
"""Asks the reader to subscribe."""

FOLLOW = opening(
    rf"""
    # en
    (?:you can )?(?:follow|like|join|find|connect with) .{{2,70}} (?:on|at|via) {_PLATFORMS}
    follow us
    follow @\w+
    (?:follow|see|find|read) .{{0,40}}(?:full |complete |more )?coverage (?:of|on|at|here)
    (?:download|get|install) (?:the|our) .{{0,50}}\bapp
    listen to .{{0,60}}podcast
    # de, fr, es, pt, it, nl
    (?:folgen|besuchen) sie uns
    folge uns
    suivez[- ]nous
    s[ií]gu?(?:enos|anos|uenos)
    sigue (?:nuestras?|a|en)
    siga(?:-nos| o| a| no| nos)
    nos siga
    seguici
    volg ons
    # sv, no, pl, cs, tr, hu, ro
    följ oss
    følg oss
    (?:śledź|obserwuj) nas
    sledujte nás
    bizi takip
    urmărește-ne
    # ru, uk
    (?:следите|следуйте|слідкуйте|стежте) за (?:нами|нашими|нашим|новостями|новинами)
    (?:наш |наши |мы в |ми в |читайте нас в ).{{0,50}}(?:telegram|телеграм|facebook|фейсбук|вайбер)
    (?:присоединяйтесь к|приєднуйтесь до) .{{0,50}}(?:telegram|телеграм|facebook|viber|канал\w*)
"""
)
"""Asks the reader to follow an account or to install an application."""

ADVERTISEMENT = whole(
    r"""
    # en
    advertis(?:ement|ing|ements)
    sponsored(?: content| post)?
    promoted
    ads?(?: feedback)?
    paid (?:post|content)
    (?:article|story|post) continues (?:after|below).{0,40}
    story continues.{0,40}
    continue reading(?: .{0,60})?
    scroll (?:down )?(?:for|to) .{0,50}
    skip (?:to|advert).{0,40}
    loading(?: the player)?
    click to (?:expand|enlarge|play|view).{0,30}
    tap to .{0,30}
    (?:toggle|hide) caption
    enlarge this image
    view (?:gallery|photos|comments|slideshow).{0,20}
    (?:play video|now playing|close|back to top|top)
    # other languages
    (?:anzeige|werbung|publicité|annonce|annons|publicidad|anuncio|publicidade|pubblicità)
    (?:advertentie|mainos|reklama|reklam|реклама|hirdetés|publicitate|διαφήμιση)
    (?:广告|廣告|広告|광고|إعلان)
    continua dopo la pubblicità
    continúa (?:leyendo )?(?:después|tras|debajo).{0,40}
    la suite (?:après|sous) (?:cette|la) publicité
    lesen sie nach der anzeige weiter
    continua após a publicidade
"""
)
"""Labels an advertisement or a part of the reading machine."""

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

_CAPTION_LABELS = """
    # en
    photo(?:graph)?s?|images?|picture|pic|file photo|file image|credit|photo credit|image credit
    image source|(?:image|media|photo) caption
    # de, fr, es, pt, it
    fotos?|bild|bildquelle|photo d[’']archive|crédit(?: photo)?|crédits?|imagen|fotografía
    imagem|crédito|immagine
    # nl, fi, pl, ru, uk, tr, hu
    beeld|kuva|zdjęcie|fot\\.|фото|kaynak|kép
"""
CAPTION = re.compile(
    rf"\W*(?:(?:{alternatives(_CAPTION_LABELS)})"
    r"\s*(?:by|courtesy(?: of)?|credits?|source|caption|via|de|von|di|por)?\s*[:/©|]"
    r"|(?:photo(?:graph)?|image|illustration|video|picture)s? (?:by|courtesy|credit|via) .{1,80}$"
    r"|(?:image|photo) (?:caption|copyright)\b"
    r"|file\s[-–—]\s)"
)
"""Opens a caption or the credit of a picture."""

CREDIT_END = re.compile(
    r"""(?:[(\[/|]|\bby\ |\bvia\ |©\s?|[–—-]\ )\s*(?:[\w\ .,&'’-]{0,60}/\s*)?
    (?:AP|AP\ Photo|AP\ Images|Associated\ Press|Reuters|REUTERS|AFP|Getty|Getty\ Images|GETTY|EPA
    |dpa|DPA|ANSA|EFE|Shutterstock|iStock|Alamy|Pixabay|Unsplash|Wikimedia(?:\ Commons)?|Bloomberg
    |Xinhua|TASS|ТАСС|РИА\ Новости|УНІАН|Укринформ|USA\ TODAY\ Sports|NurPhoto|Adobe\ Stock|Pexels
    |Flickr|Imago|picture\ alliance)
    (?:[\w\ .,/&'’-]{0,40})?[)\]]?\W*$""",
    re.VERBOSE,
)
"""Ends a caption: a picture agency in brackets or after a slash or dash. Case matters here."""

TAG_LINE = re.compile(
    rf"""\W*(?:{
        alternatives('''
    # en
    tags?|topics?|filed under|posted in|categor(?:y|ies)|keywords?|in this article|related topics
    # de, fr, es, pt, it, nl, sv
    schlagw(?:ort|örter|orte)|themen|mots[- ]clés|sujets|thèmes|etiquetas|temas
    temas relacionados|argomenti|parole chiave|trefwoorden|onderwerpen|ämnen
    # pl, ru, uk, tr, hu, el, zh, ja
    tagi|tagy|темы|теги|теґи|метки|ключевые слова|ключові слова|etiketler|címkék|ετικέτες|标签|タグ
''')
    })\s*[:|]"""
)
"""Lists the topics of a page."""

COMMENTS = whole(
    r"""
    # en
    (?:\d+|no|view|show|see|read)? ?(?:all |the |more )?(?:comments?|replies)(?: \(?\d+\)?)?
    (?:add|post|leave|write) (?:a |your )?(?:comment|reply)(?: below| here)?
    join the (?:conversation|discussion)
    (?:log|sign) ?in(?:to)?(?: to .{0,60}| or .{0,40})?
    comments are closed.{0,20}
    report (?:a|this) (?:typo|error|correction).{0,60}
    # de, fr, es, pt, it, nl
    kommentare?(?: \(?\d+\)?| schreiben| lesen)?
    (?:\d+ )?commentaires?
    laisser un commentaire
    (?:comentarios?|comentários?|dejar un comentario|commenti|lascia un commento|reacties)
    # ru, uk, tr, hu
    (?:комментари(?:и|ев)|коментарі|yorumlar|hozzászólások)
"""
)
"""Belongs to the comments under an article."""

CLICK = whole(
    r"""
    (?:click here|tap here|hier klicken|cliquez ici|hag?[az] clic|clic aquí)\b.{0,160}
    (?:clique aqui|clicca qui|klik hier|kliknij|нажмите|натисніть)\b.{0,160}
"""
)
"""Tells the reader where to click."""

READING_TIME = whole(
    r"""
    (?:estimated )?(?:reading|read) time\b.{0,30}
    \d+\s*[- ]?min(?:ute)?s?\.?(?: read| d[ei] (?:lectura|lecture|leitura|lettura))?
    \d+ min(?:uten?|\.)? (?:lesezeit|leestijd)
    (?:lesedauer|lesezeit|temp(?:s|o) d[ei] (?:lecture|lettura|leitura)|tiempo de lectura).{0,20}
    \d+ мин(?:ут[аы]?)?(?: на чтение)?
"""
)
"""States how long reading takes."""

CLICK_TO_TWEET = re.compile(r"\s*click to tweet$", re.IGNORECASE)
"""The button of a plugin that glues itself to the sentence it offers."""

STRAY_LABEL = re.compile(
    r"""(?<=[–—:-])\s+
    (?:just\ In|JUST\ IN|READ\ MORE|ADVERTISEMENT|BREAKING\ NEWS|SEE\ ALSO|READ\ ALSO)
    \s+(?=[A-ZÀ-ÞА-ЯЁІЇЄҐ])""",
    re.VERBOSE,
)
"""A label in odd case after a dash, inside a sentence: nobody writes "– just In Geneva"."""

SENTENCE_END = re.compile(r"[.!?。！？؟।…][\"'”’»)\]]*$")
"""Ends a sentence at the end of a line."""

_MONTH = r"[^\W\d_]{3,12}\.?"
_CLOCK = r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?"
DATE_LINE = re.compile(
    r"\W*(?:(?:published|updated|posted|last (?:updated|modified)|first published|created|date|on"
    r"|veröffentlicht|aktualisiert|stand|publié|mis à jour|publicado|actualizado|atualizado"
    r"|pubblicato|aggiornato|gepubliceerd|publicerad|publisert|opublikowano|опубликовано"
    r"|опубліковано|обновлено|оновлено)\b(?: (?:on|at|am|le|el|em|il|op|den))?\s*:?\s*)*"
    rf"(?:{_CLOCK}\W*(?:[a-z]{{2,4}}\W+)?)?"
    r"(?:[^\W\d_]{2,14}\.?,?\s+)?"
    r"(?:"
    rf"\d{{1,2}}(?:st|nd|rd|th|º|\.)?[\s./-]+(?:de\s+)?(?:{_MONTH}|\d{{1,2}})[\s./,-]+(?:de\s+)?\d{{2,4}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?"
    r")"
    rf"(?:[\s,|@–-]*(?:at|um|à|a las|kl\.?|о|в|року)?\s*(?:{_CLOCK}).{{0,24}})?\W*$"
)
"""Is a day and perhaps an hour, with or without a label. To be matched in lower case."""

BYLINE = re.compile(
    r"(?:By|BY|Von|VON|Par|PAR|Por|POR|Di|Door|Av|Af|Przez|Od|Автор:?|Текст:?)\s+"
    r"(?:[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w.’'-]*\s*(?:(?:and|und|et|y|e|i|и|та|de|van|von|der|la|le|da|dos)\s+)?"
    r"[,|/•&-]?\s*){1,9}$"
    r"|[\w.+-]+@[\w-]+\.[\w.]+$"
    r"|[\w ]{2,30}\s?[>»›/]$"
)
"""Is a byline, an address or a path over the text."""

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

CONTACT = re.compile(
    r"^\W*(?:(?:contact|reach|e-?mail|write to|follow|tweet) (?:the |our )?[^.]{0,80}"
    r"(?:@|\bat \d{3}|\bon twitter)|(?:he|she|they) can be reached (?:at|by)"
    r"|(?:e-?mail|twitter)\s*: ?\S+@?\S*$|[^.]{0,60}\b(?:can be reached at|reported from)\b"
    r"|[^.]{0,40}contributed to this (?:report|story|article))"
)
"""Says at the end how to reach the author, or who else wrote."""
