"""Own the words of dates in many languages: months, zones, halves of the day. Data only."""

from typing import Final

_MONTH_TABLE: Final = """
en january jan | february feb | march mar | april apr | may | june jun | july jul | august aug | september sept sep | october oct | november nov | december dec
de januar jänner jän | februar | märz mär mrz maerz | april | mai | juni | juli | august | september | oktober okt | november | dezember dez
fr janvier janv | février févr fév fevrier fevr | mars | avril avr | mai | juin | juillet juil | août aout aoû | septembre | octobre | novembre | décembre déc decembre
es enero ene | febrero | marzo | abril abr | mayo | junio | julio | agosto ago | septiembre setiembre set | octubre | noviembre | diciembre dic
it gennaio gen | febbraio febbr | marzo | aprile | maggio mag magg | giugno giu | luglio lug | agosto | settembre sett | ottobre ott | novembre | dicembre
pt janeiro | fevereiro fev | março marco | abril | maio | junho | julho | agosto | setembro | outubro out | novembro | dezembro
nl januari | februari | maart mrt | april | mei | juni | juli | augustus | september | oktober | november | december
pl styczeń stycznia sty | luty lutego lut | marzec marca | kwiecień kwietnia kwi | maj maja | czerwiec czerwca cze | lipiec lipca lip | sierpień sierpnia sie | wrzesień września wrz | październik października paź paz | listopad listopada lis | grudzień grudnia gru
cs leden ledna led | únor února úno | březen března bře | duben dubna dub | květen května kvě | červen června čvn | červenec července čvc | srpen srpna srp | září zář | říjen října říj | - | prosinec prosince pro
sk január januára | február februára | marec | apríl apríla | máj mája | jún júna | júl júla | august augusta | septembra | október októbra | novembra | decembra
ru январь января янв | февраль февраля фев февр | март марта мар | апрель апреля апр | май мая | июнь июня июн | июль июля июл | август августа авг | сентябрь сентября сен сент | октябрь октября окт | ноябрь ноября ноя нояб | декабрь декабря дек
uk січень січня січ | лютий лютого лют | березень березня бер | квітень квітня кві квіт | травень травня тра трав | червень червня чер черв | липень липня лип | серпень серпня сер серп | вересень вересня вер | жовтень жовтня жов жовт | листопад листопада лис | грудень грудня гру груд
be студзень студзеня сту | люты лютага | сакавік сакавіка сак | красавік красавіка кра | - | чэрвень чэрвеня чэр | ліпень ліпеня ліп | жнівень жніўня жні | верасень верасня | кастрычнік кастрычніка кас | лістапад лістапада ліс | снежань снежня сне
bg януари яну | февруари | - | април | - | юни | юли | август | септември сеп | октомври | ноември | декември
sr januar јануар јан | фебруар феб | март | април | мај | јун јуни | јул јули | август | септембар | октобар | новембар | децембар
hr siječanj siječnja | veljača veljače | ožujak ožujka | travanj travnja | svibanj svibnja | lipanj lipnja | srpanj srpnja | kolovoz kolovoza | rujan rujna | - | studeni studenoga studenog | prosinac prosinca
sv januari | februari | mars | april | maj | juni | juli | augusti | september | oktober | november | december
da januar | februar | marts | april | maj | juni | juli | august | september | oktober | november | december
no januar | februar | mars | april | mai | juni | juli | august | september | oktober | november | desember des
fi tammikuu tammikuuta tammi | helmikuu helmikuuta helmi | maaliskuu maaliskuuta maalis | huhtikuu huhtikuuta huhti | toukokuu toukokuuta touko | kesäkuu kesäkuuta kesä | heinäkuu heinäkuuta heinä | elokuu elokuuta elo | syyskuu syyskuuta syys | lokakuu lokakuuta loka | marraskuu marraskuuta marras | joulukuu joulukuuta joulu
hu január | február febr | március márc | április ápr | május máj | június jún | július júl | augusztus | szeptember szept | október | november | december
ro ianuarie ian | februarie | martie | aprilie | mai | iunie iun | iulie iul | august | septembrie | octombrie | noiembrie noi | decembrie
tr ocak oca | şubat şub subat | mart | nisan nis | mayıs mayis | haziran haz | temmuz tem | ağustos agustos ağu | eylül eylul eyl | ekim eki | kasım kasim kas | aralık aralik ara
el ιανουάριος ιανουαρίου ιαν | φεβρουάριος φεβρουαρίου φεβ | μάρτιος μαρτίου μαρ μάρ | απρίλιος απριλίου απρ | μάιος μαΐου μαι μάι | ιούνιος ιουνίου ιουν ιούν | ιούλιος ιουλίου ιουλ ιούλ | αύγουστος αυγούστου αυγ αύγ | σεπτέμβριος σεπτεμβρίου σεπ σεπτ | οκτώβριος οκτωβρίου οκτ | νοέμβριος νοεμβρίου νοε νοέ | δεκέμβριος δεκεμβρίου δεκ
lt sausio saus | vasario vas | kovo | balandžio bal | gegužės geg | birželio birž | liepos liep | rugpjūčio rugp | rugsėjo rugs | spalio spal | lapkričio lapkr | gruodžio gruod
lv janvāris janvārī | februāris februārī | marts martā | aprīlis aprīlī | maijs maijā | jūnijs jūnijā | jūlijs jūlijā | augusts augustā | septembris septembrī | oktobris oktobrī | novembris novembrī | decembris decembrī
et jaanuar jaan | veebruar veebr | märts | aprill | - | juuni | juuli | - | - | oktoober | - | detsember dets
ca gener | febrer | març | abril | maig | juny | juliol | agost | setembre | octubre | novembre | desembre
id januari | februari | maret | april | mei | juni | juli | agustus agu | september | oktober | november | desember
ar يناير كانون | فبراير شباط | مارس آذار | أبريل ابريل نيسان | مايو أيار | يونيو حزيران | يوليو تموز | أغسطس اغسطس آب | سبتمبر أيلول | أكتوبر اكتوبر | نوفمبر | ديسمبر
fa ژانویه | فوریه | مارس | آوریل | مه | ژوئن | ژوئیه | اوت | سپتامبر | اکتبر | نوامبر | دسامبر
he ינואר | פברואר | מרץ מרס | אפריל | מאי | יוני | יולי | אוגוסט | ספטמבר | אוקטובר | נובמבר | דצמבר
hi जनवरी | फ़रवरी फरवरी | मार्च | अप्रैल | मई | जून | जुलाई | अगस्त | सितंबर सितम्बर | अक्टूबर | नवंबर नवम्बर | दिसंबर दिसम्बर
ur جنوری | فروری | مارچ | اپریل | مئی | جون | جولائی | اگست | ستمبر | اکتوبر | نومبر | دسمبر
vi giêng | - | - | - | - | - | - | - | - | - | - | -
"""  # noqa: E501 - one language a line keeps the table readable


def _read_months() -> dict[str, int]:
    """Turn the table into word -> month; the first language that names a word wins.

    So `listopad` is November (Polish, Czech), which it is for four times as many readers as
    October (Croatian).
    """
    months: dict[str, int] = {}
    for line in _MONTH_TABLE.strip().splitlines():
        _, _, names = line.partition(" ")
        for number, forms in enumerate(names.split("|"), start=1):
            for form in forms.split():
                word = form.casefold()
                if word != "-":
                    months.setdefault(word, number)
    return months


MONTHS: Final = _read_months()
"""Month names, casefolded, to 1-12."""

ZONES: Final = {
    name: int(float(hours) * 60)
    for hours, names in {
        "0": "ut utc gmt z wet",
        "1": "cet met bst wat mez",
        "2": "cest mest eet sast cat mesz",
        "3": "eest msk trt eat ast-arabia",
        "4": "msd gst samt",
        "5": "pkt yekt uzt",
        "5.5": "ist",
        "7": "wib ict krat",
        "8": "hkt sgt awst pht irkt wita",
        "9": "jst kst wit",
        "9.5": "acst",
        "10": "aest",
        "10.5": "acdt",
        "11": "aedt",
        "12": "nzst",
        "13": "nzdt",
        "-3": "adt art brt",
        "-3.5": "nst",
        "-2.5": "ndt",
        "-4": "edt ast",
        "-5": "est cdt",
        "-6": "cst mdt",
        "-7": "mst pdt",
        "-8": "pst akdt",
        "-9": "akst hdt",
        "-10": "hst",
    }.items()
    for name in names.split()
}
"""Zone names to minutes east of UTC.

The North American ones are RFC 822's; for a name with several meanings the news sources' own
(`ist` India, `bst` Britain, `cst` Chicago, `ast` Atlantic).
"""

PM_WORDS: Final = frozenset({"오후", "下午", "午後", "晚上", "μ.μ", "μμ"})
"""Words that make an hour below twelve one of the afternoon."""
