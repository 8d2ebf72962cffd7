"""Own the closed lists of words that reading a text needs; no rule is made of them here."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABBREVIATIONS = _words("""
    mr mrs ms mx dr prof gen lt col sgt capt maj adm cmdr cmd brig cpl pvt sen rep gov pres rev
    hon st sr jr supt insp det amb sec fr msgr messrs
    hr frl dipl mme mlle sig dott avv ing sra srta dra exmo г гг им ул св акад проф ген
    jan feb mar apr jun jul aug sep sept oct nov dec no nos vs approx ca cf fig vol pp
""")
"""Words whose dot ends no sentence: titles in English, German, French, Italian, Spanish,
Portuguese, Russian and Ukrainian, months, and what stands before a name or a number."""

CLOSING_ABBREVIATIONS = _words("inc corp co ltd llc plc bros etc al dept est govt bln mln млн млрд")
"""Words with a dot that can end a sentence as well: they do not before a small letter."""

ORDINAL_LANGUAGES = _words("cs da de et fi hr hu is lv nb nn no pl sk sl sr tr")
"""Languages that write an ordinal number with a dot (24. Februar)."""

ORDINAL_EXAMPLE = "de"
"""One of them."""

ELISIONS = _words("""
    l d j m n s t c qu lorsqu puisqu jusqu quoiqu presqu quelqu entr
    dell all dall nell sull coll quell quest bell sant un gl ch com dov anch tutt v
""")
"""What stands before the apostrophe in l’OTAN, d'Europe (French), dell'Ucraina (Italian)."""

ONE_LETTER_WORDS = _words("a e i o u y à é è а е и о у я в с і к з")
"""Letters that are words: "a 10-year-old" is no A10, «в 10 утра» no В10. A hyphen joins them."""

PARTICLES = _words("""
    은 는 이 가 을 를 의 에 에서 에게 께 께서 한테 로 으로 와 과 도 만 까지 부터 보다 처럼 이나 나
    이며 며 에는 에도 에선 에서는 에서도 에서의 에게는 에게서 으로는 로는 으로도 로도 으로서 로서
    으로써 로써 으로부터 로부터 까지도 까지의 까지는 부터는 이라고 라고 이라는 라는 이란 란 이든 든
    조차 마저 마다 뿐 밖에 하고 이랑 랑 와의 과의 와도 과도 와는 과는 만의 만이 만을 이다 입니다
""")
"""Korean particles that are written onto a noun (josa), commonest forms and their chains."""

COMMON_WORDS = _words("""
    a about after all also am an and any are as at be been before but by can could did do does
    for from had has have he her him his how i if in into is it its just may me more most my
    new no not now of on or other our out over said say says she should so some than that the
    their them then there they this to two up us was we were what when where which who will
    with would year years you your
""")
"""The commonest words of English news, among them who, us, it, may, which are names too."""

NAMED_TOO = _words("who us it may will can")
"""Common words that are names when written in capitals or with a capital."""
