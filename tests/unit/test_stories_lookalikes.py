"""Hold the grouper against reports that read alike and tell different events, and the reverse."""

from datetime import UTC, datetime

from newsbot.stories import Grouper, StoryArticle

Report = tuple[str, str]

LOOK_ALIKES: list[tuple[Report, Report]] = [
    (
        (
            "Magnitude 5.4 earthquake strikes northern Velmar",
            (
                "A magnitude 5.4 earthquake struck northern Velmar early on Tuesday, the "
                "geological survey said. The quake hit at a depth of 40 km near the city of "
                "Calven. There were no immediate reports of damage or injuries."
            ),
        ),
        (
            "Magnitude 6.1 earthquake strikes southern Ostria",
            (
                "A magnitude 6.1 earthquake struck southern Ostria late on Wednesday, the "
                "geological survey said. The quake hit at a depth of 62 km near the city of "
                "Arenzo. There were no immediate reports of damage or injuries."
            ),
        ),
    ),
    (
        (
            "Quake shakes western Turkey",
            (
                "An earthquake shook western Turkey on Monday, sending people into the streets of"
                " Izmir. No one was hurt, officials said, but several old houses collapsed."
            ),
        ),
        (
            "Quake shakes central Italy",
            (
                "An earthquake shook central Italy on Monday, sending people into the streets of "
                "Perugia. No one was hurt, officials said, but several old churches were damaged."
            ),
        ),
    ),
    (
        (
            "Solvex profit beats estimates as phone sales rise",
            (
                "Solvex reported quarterly profit above analysts' estimates on Thursday, helped "
                "by strong sales of its phones in China. Shares rose 3 percent after hours."
            ),
        ),
        (
            "Kardon profit beats estimates as chip sales rise",
            (
                "Kardon reported quarterly profit above analysts' estimates on Thursday, helped "
                "by strong sales of its memory chips in China. Shares rose 2 percent in Seoul."
            ),
        ),
    ),
    (
        (
            "Actor John Carver dies aged 78",
            (
                "John Carver, the actor who became famous in the television series Harbour "
                "Lights, has died at the age of 78, his family said on Friday. He had been ill "
                "for months."
            ),
        ),
        (
            "Actor Peter Malin dies aged 81",
            (
                "Peter Malin, the actor who became famous in the film The Long Road, has died at "
                "the age of 81, his agent said on Friday. He had been ill for some time."
            ),
        ),
    ),
    (
        (
            "Two killed in house fire in Leeds",
            (
                "Two people have been killed in a house fire in Leeds. Firefighters were called "
                "to a house in Beeston shortly after 3am on Sunday. Police look for the cause."
            ),
        ),
        (
            "Three killed in house fire in Cardiff",
            (
                "Three people have been killed in a house fire in Cardiff. Firefighters were "
                "called to a house in Ely shortly after 4am on Sunday. Police look for the cause."
            ),
        ),
    ),
    (
        (
            "Man charged with murder after stabbing in Croydon",
            (
                "A man has been charged with murder after a teenager was stabbed to death in "
                "Croydon. Daniel Ross, 24, will appear in court on Monday. The victim died in "
                "hospital."
            ),
        ),
        (
            "Man charged with murder after stabbing in Bolton",
            (
                "A man has been charged with murder after a woman was stabbed to death in Bolton."
                " Adam Shah, 31, will appear in court on Monday. The victim died at the scene."
            ),
        ),
    ),
    (
        (
            "Fed raises interest rates by quarter point",
            (
                "The US Federal Reserve raised interest rates by a quarter of a percentage point "
                "on Wednesday, as expected. Chair Ann Pell said inflation remains too high."
            ),
        ),
        (
            "Bank of Velmar raises interest rates by quarter point",
            (
                "The Bank of Velmar raised interest rates by a quarter of a percentage point on "
                "Thursday, as expected. Governor Tom Baily said inflation remains too high."
            ),
        ),
    ),
    (
        (
            "Germany expels two Ostrian diplomats",
            (
                "Germany expelled two Ostrian diplomats on Wednesday after accusing Arenzo of "
                "spying. The foreign ministry in Berlin summoned the ambassador. Arenzo said it "
                "would respond."
            ),
        ),
        (
            "Netherlands expels two Ostrian diplomats",
            (
                "The Netherlands expelled two Ostrian diplomats on Thursday after accusing Arenzo"
                " of spying. The foreign ministry in The Hague summoned the ambassador."
            ),
        ),
    ),
    (
        (
            "В Самаре автобус столкнулся с грузовиком",
            (
                "В Самаре рейсовый автобус столкнулся с грузовиком. Пострадали семь человек, "
                "сообщили в ГИБДД. На месте работают спасатели и медики."
            ),
        ),
        (
            "В Казани автобус столкнулся с грузовиком",
            (
                "В Казани рейсовый автобус столкнулся с грузовиком. Пострадали четыре человека, "
                "сообщили в ГИБДД. На месте работают спасатели и медики."
            ),
        ),
    ),
    (
        (
            "Курс доллара на 12 мая",
            (
                "Центробанк установил официальный курс доллара на 12 мая. Доллар подешевел на 30 "
                "копеек, до 91,2 рубля. Евро подорожал на 12 копеек."
            ),
        ),
        (
            "Курс доллара на 14 мая",
            (
                "Центробанк установил официальный курс доллара на 14 мая. Доллар подорожал на 45 "
                "копеек, до 91,8 рубля. Евро подешевел на 5 копеек."
            ),
        ),
    ),
    (
        (
            "Waldbrand bei Potsdam: 200 Feuerwehrleute im Einsatz",
            (
                "Bei Potsdam ist am Samstag ein Waldbrand ausgebrochen. 200 Feuerwehrleute sind "
                "im Einsatz. Ein Dorf musste geräumt werden, teilte die Polizei mit."
            ),
        ),
        (
            "Waldbrand bei Dresden: 120 Feuerwehrleute im Einsatz",
            (
                "Bei Dresden ist am Samstag ein Waldbrand ausgebrochen. 120 Feuerwehrleute sind "
                "im Einsatz. Ein Zeltplatz musste geräumt werden, teilte die Polizei mit."
            ),
        ),
    ),
    (
        (
            "Incendie dans un immeuble à Lyon : trois morts",
            (
                "Un incendie dans un immeuble de Lyon a fait trois morts dans la nuit de samedi à"
                " dimanche, ont annoncé les pompiers. Une enquête a été ouverte."
            ),
        ),
        (
            "Incendie dans un immeuble à Lille : deux morts",
            (
                "Un incendie dans un immeuble de Lille a fait deux morts dans la nuit de samedi à"
                " dimanche, ont annoncé les pompiers. Une enquête a été ouverte."
            ),
        ),
    ),
]

RETOLD: list[tuple[int, Report]] = [
    (
        0,
        (
            "Strong quake shakes Velmar's north",
            (
                "Northern Velmar was shaken by a 5.4-magnitude earthquake on Tuesday morning. The"
                " epicentre was near Calven, the survey said; no damage was reported."
            ),
        ),
    ),
    (
        1,
        (
            "Quake in Turkey: houses collapse in Izmir",
            (
                "Several houses collapsed in Izmir after an earthquake in western Turkey on "
                "Monday. People ran into the streets; nobody was hurt."
            ),
        ),
    ),
    (
        3,
        (
            "Harbour Lights star John Carver dead at 78",
            (
                "The star of Harbour Lights, John Carver, died on Friday, his family announced. "
                "The 78-year-old actor had been ill."
            ),
        ),
    ),
    (
        4,
        (
            "Leeds fire: two people die in Beeston house",
            (
                "Two people died when a fire broke out at a home in the Beeston area of Leeds in "
                "the early hours of Sunday, the fire service said."
            ),
        ),
    ),
    (
        7,
        (
            "Berlin throws out Ostrian diplomats over spying",
            (
                "Two Ostrian diplomats must leave Germany over espionage, Berlin said on "
                "Wednesday, and the ambassador was summoned to the foreign ministry."
            ),
        ),
    ),
    (
        8,
        (
            "Семь человек пострадали в ДТП с автобусом в Самаре",
            (
                "Рейсовый автобус и грузовик столкнулись в Самаре, пострадали семь человек. Об "
                "этом сообщили в региональном управлении ГИБДД."
            ),
        ),
    ),
    (
        10,
        (
            "Dorf bei Potsdam wegen Waldbrands geräumt",
            (
                "Wegen eines Waldbrands nahe Potsdam ist am Samstag ein Dorf evakuiert worden. "
                "Rund 200 Feuerwehrleute kämpfen gegen die Flammen."
            ),
        ),
    ),
    (
        11,
        (
            "Lyon : trois personnes meurent dans l'incendie d'un immeuble",
            (
                "Trois personnes sont mortes à Lyon dans la nuit de samedi à dimanche dans "
                "l'incendie d'un immeuble, selon les pompiers."
            ),
        ),
    ),
]
MERGED_AT_MOST = 2
"""Of twelve: two states that do the same in the same words stay hard."""


def are_one(one: Report, other: Report) -> bool:
    grouper = Grouper()
    stories = {
        grouper.assign(
            StoryArticle(
                id=number, title=title, text=text, published=datetime(2024, 5, 3, tzinfo=UTC)
            )
        ).story
        for number, (title, text) in enumerate((one, other))
    }
    return len(stories) == 1


def test_look_alikes_stay_apart() -> None:
    merged = [one[0] for one, other in LOOK_ALIKES if are_one(one, other)]
    assert len(merged) <= MERGED_AT_MOST, merged


def test_one_event_in_other_words_is_one_story() -> None:
    missed = [again[0] for number, again in RETOLD if not are_one(LOOK_ALIKES[number][0], again)]
    assert missed == []
