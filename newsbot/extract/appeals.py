"""Own the wording by which a page appeals to its reader: share, subscribe, follow, comment, click.

It does not decide what is dropped; `cleaning` weighs these signs with a line's length and links.
"""

from newsbot.extract.wording import opening, whole

_ACCOUNTS = (
    "(?:facebook|twitter|x|linkedin|whats ?app|telegram|reddit|pinterest|instagram|youtube|tiktok"
    "|viber|threads|bluesky|mastodon|google news|flipboard)"
)
_BUTTONS = (
    f"(?:{_ACCOUNTS}|e-?mail|messenger|copy link|print|sms|tumblr|pocket|vk|xing|line|rss|share)"
)

SHARE = whole(
    rf"""
    # button after button
    {_BUTTONS}(?:[\s,|/·•&]+(?:and |und |et |y |e )?{_BUTTONS})*
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
    (?:jaa|udostępnij|sdílet|sdílejte|paylaş|oszd meg|megosztás)(?: .{{0,40}})?
    (?:поделиться|поширити|поділитися)(?: .{{0,40}})?
    # zh, ja, ko
    (?:分享|シェア|공유).{{0,10}}
"""
)
"""A bar of buttons that share the page."""

SUBSCRIBE = opening(
    r"""
    # en
    (?:please )?(?:sign up|subscribe|register|join)\b.{0,120}\b(?:newsletters?|inbox|e-?mails?)
    (?:please )?(?:sign up|subscribe)\b.{0,120}\b(?:updates|alerts|briefing|digest|channel)
    (?:please )?(?:sign up|subscribe)\b.{0,120}\b(?:free|here|today|now|daily|weekly)
    (?:get|receive|want) .{0,100}\b(?:in|to|into) your (?:inbox|e-?mail|mailbox|phone)
    (?:this article|it) (?:first |originally )?appeared in (?:our|the) .{0,40}newsletter
    (?:our|the|free|daily|weekly|morning)? ?newsletters?\W*$
    (?:enter )?your e-?mail(?: address)?\W*$
    thank you for (?:subscribing|signing up)
    by (?:signing|subscribing|clicking|submitting|entering)\b.{0,60}\b(?:you|i) (?:agree|accept)
    (?:you can )?unsubscribe (?:at any time|any time|here)
    # de, fr
    (?:jetzt |hier )?(?:den |unseren |zum )?newsletter (?:abonnieren|anmelden|bestellen)
    melden sie sich .{0,60}newsletter
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
    (?:you can )?follow .{{2,60}} (?:on|at|via) (?:our )?{_ACCOUNTS}
    (?:like|join|find|connect with|tweet) (?:us|our|me) .{{0,60}}(?:on|at|via) {_ACCOUNTS}
    follow us
    follow @\w+
    (?:follow|see|find|read) .{{0,40}}(?:full |complete |more )?coverage (?:of|on|at|here)
    (?:download|get|install) (?:the|our) .{{0,50}}\bapp
    listen to (?:the|our) .{{0,60}}podcast
    # de, fr, es, pt, it, nl
    (?:folgen|besuchen) sie uns
    folge uns
    suivez[- ]nous
    s[ií]gu?(?:enos|anos|uenos)
    sigue (?:nuestras?|a @|en (?:facebook|twitter|instagram|telegram))
    siga(?:-nos| (?:o|a|no|nos) (?:canal|perfil|instagram|facebook|twitter|nosso))
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
    (?:наш|наши|мы в|ми в|читайте нас в) .{{0,50}}(?:telegram|телеграм|facebook|фейсбук|вайбер)
    (?:присоединяйтесь к|приєднуйтесь до) .{{0,50}}(?:telegram|телеграм|facebook|viber|канал\w*)
"""
)
"""Asks the reader to follow an account, to read all about it or to install an application."""

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
    # de, fr, sv, es, pt, it, nl, fi, pl, ru, hu, ro, el, zh, ja, ko, ar
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
    (?:comentar|comentarios?|comentários?|dejar un comentario|commenti|lascia un commento)
    (?:reacties|reageer)
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
