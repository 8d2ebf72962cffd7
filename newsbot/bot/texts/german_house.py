"""Own the German wording about the house."""

from newsbot.bot.texts.house import HouseTexts

GERMAN_HOUSE = HouseTexts(
    by_invitation=(
        "Dieser Bot ist nur auf Einladung da. Bitten Sie den Betreiber um einen Link und öffnen "
        "Sie ihn."
    ),
    closed="Dieser Bot nimmt zurzeit niemanden auf.",
    banned="Der Betreiber dieses Bots hat seinen Dienst für Sie beendet.",
    code_bad="Dieser Link ist verbraucht oder zu alt.",
    share_gone="Diese Regel wird nicht mehr geteilt.",
    admin_bound="Sie verwalten diesen Bot ab jetzt: siehe /admin",
    admin_in_private="Öffnen Sie diesen Link in einem privaten Chat mit mir.",
    channel_how=(
        "So gehen Regeln an einen Kanal von Ihnen:\n"
        "1. Nehmen Sie mich als Administrator in den Kanal auf, der schreiben darf.\n"
        "2. Schreiben Sie dort binnen einer Stunde: {command}\n"
        "Ich antworte hier; löschen Sie dann den Beitrag, und wählen Sie den Kanal auf der Karte "
        "einer Regel (/rules)."
    ),
    channel_in_private="Senden Sie mir /channel in einem privaten Chat.",
    channel_linked=(
        "{name} ist verbunden. Öffnen Sie eine Regel in /rules und wählen Sie den Kanal, dann "
        "kommen ihre Meldungen dorthin."
    ),
    channel_taken="{name} gehört hier schon jemand anderem.",
    export_done="Alles, was Sie hier eingestellt haben, als Datei.",
    privacy=(
        "<b>Was von diesem Chat gespeichert ist</b>\n"
        "Nummer und Name, Sprache und Zeitzone, Regeln und Zeiten, was stumm ist, und welche "
        "Themen wann hierher gesendet wurden. Das braucht es, um Ihnen Nachrichten zu senden, und "
        "nicht zweimal.\n"
        "Ihre Regeln sehen nur Sie und der Betreiber dieses Bots; auf der Karte einer Regel "
        "(/rules) können Sie ihre Wörter auch auf seinen Seiten verbergen. Protokolle nennen "
        "keinen Chat.\n"
        "/export sendet Ihnen alles, /forgetme löscht es sofort."
    ),
    test_headline="newsbot ist eingerichtet, und so sieht eine Meldung aus",
    test_summary=(
        "Zuerst die Überschrift, dann wer es wann meldet, eine Zusammenfassung mit unterstrichenen "
        "Treffern und die Regel, die sie fand."
    ),
    test_word="Treffern",
)
