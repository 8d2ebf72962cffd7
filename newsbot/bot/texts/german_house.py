"""Own the German wording about the house."""

from newsbot.bot.texts.house import HouseTexts

GERMAN_HOUSE = HouseTexts(
    by_invitation=(
        "Dieser Bot ist nur auf Einladung da. Bitte den Betreiber um einen Link und öffne ihn."
    ),
    closed="Dieser Bot nimmt zurzeit niemanden auf.",
    banned="Der Betreiber dieses Bots hat seinen Dienst für dich beendet.",
    code_bad="Dieser Link ist verbraucht oder zu alt.",
    share_gone="Diese Regel wird nicht mehr geteilt.",
    admin_bound="Du verwaltest diesen Bot ab jetzt: siehe /admin",
    admin_in_private="Öffne diesen Link in einem privaten Chat mit mir.",
    channel_how=(
        "So gehen Regeln an einen Kanal von dir:\n"
        "1. Nimm mich als Administrator in den Kanal auf, der schreiben darf.\n"
        "2. Schreib dort binnen einer Stunde: {command}\n"
        "Ich antworte hier; lösch dann den Beitrag, und wähle den Kanal auf der Karte einer Regel "
        "(/rules)."
    ),
    channel_in_private="Schick mir /channel in einem privaten Chat.",
    channel_linked=(
        "{name} ist verbunden. Öffne eine Regel in /rules und wähle den Kanal, dann kommen ihre "
        "Meldungen dorthin."
    ),
    channel_taken="{name} gehört hier schon jemand anderem.",
    export_done="Alles, was du hier eingestellt hast, als Datei.",
    privacy=(
        "<b>Was von diesem Chat gespeichert ist</b>\n"
        "Nummer und Name, Sprache und Zeitzone, Regeln und Zeiten, was stumm ist, und welche "
        "Themen wann hierher gesendet wurden. Das braucht es, um dir Nachrichten zu schicken, und "
        "nicht zweimal.\n"
        "Deine Regeln sehen nur du und der Betreiber dieses Bots; auf der Karte einer Regel "
        "(/rules) kannst du ihre Wörter auch auf seinen Seiten verbergen. Protokolle nennen "
        "keinen Chat.\n"
        "/export schickt dir alles, /forgetme löscht es sofort."
    ),
    test_headline="newsbot ist eingerichtet, und so sieht eine Meldung aus",
    test_summary=(
        "Zuerst die Überschrift, dann wer es wann meldet, eine Zusammenfassung mit unterstrichenen "
        "Treffern und die Regel, die sie fand."
    ),
    test_word="Treffern",
)
