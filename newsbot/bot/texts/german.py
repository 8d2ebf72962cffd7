"""Own the German wording."""

from newsbot.bot.texts.form import Texts, one_or_other
from newsbot.bot.texts.german_rules import GERMAN_RULES
from newsbot.bot.texts.german_stories import GERMAN_STORIES
from newsbot.bot.texts.german_wishes import GERMAN_WISHES

GERMAN = Texts(
    language="de",
    plural=one_or_other,
    start=(
        "Ich lese die Nachrichten und schreibe dir, wenn deine Wörter vorkommen: einmal je "
        "Ereignis.\n"
        "Schick mir Wörter, etwa <code>NATO</code> oder <code>Waffenruhe Sudan</code>; ich zeige, "
        "was sie gefunden hätten, und du drückst auf Folgen.\n"
        "Oder fang mit einem Thema unten an. Alles Weitere zeigt /help."
    ),
    start_group=(
        "Ich lese die Nachrichten und schreibe hierher, wenn eure Wörter vorkommen: einmal je "
        "Ereignis.\n"
        "Ein Admin gibt sie ein, mit <code>/follow NATO</code> oder <code>/follow Waffenruhe "
        "Sudan</code>; in einem Forum gelten sie für das Thema, in dem sie stehen.\n"
        "Oder fangt mit einem Thema unten an. Alles Weitere zeigt /help."
    ),
    back_again="Willkommen zurück: Die Benachrichtigungen kommen wieder hierher.",
    still_paused="Die Benachrichtigungen ruhen. /resume lässt sie wieder kommen.",
    help=(
        "<b>Was ich verstehe</b>\n"
        "<code>NATO</code>: das Wort, groß oder klein\n"
        "<code>Klima Gipfel</code>: beide Wörter\n"
        '<code>"Klima Gipfel"</code>: nebeneinander\n'
        "<code>Drohne OR Rakete</code>: eines von beiden\n"
        "<code>nato -sport</code>: ohne ein Wort\n"
        "<code>ukrain*</code>: alles, was so beginnt\n"
        "<code>title:Kyjiw</code>: nur in der Überschrift\n\n"
        "<b>Befehle</b>\n"
        "/follow und Wörter: ihnen sofort folgen\n"
        "/rules: wem dieser Chat folgt\n"
        "/unfollow: nicht mehr folgen\n"
        "/latest: die neuesten Meldungen\n"
        "/why und ein Link, oder als Antwort auf eine Meldung: warum sie kam oder nicht\n"
        "/digest: sofort, oder je Stunde, Tag oder Woche gesammelt\n"
        "/quiet: Stunden, in denen Ruhe ist\n"
        "/snooze: Ruhe für eine Weile\n"
        "/muted: was hier stumm ist\n"
        "/pause und /resume: keine Meldungen, und wieder welche\n"
        "/settings: alles im Überblick, auch Sprache und Zeitzone\n"
        "/forgetme: diesen Chat und seine Regeln löschen\n"
        "/id: die Nummer dieses Chats"
    ),
    help_group=(
        "In einer Gruppe ändern nur ihre Admins die Regeln; nachsehen darf jeder mit "
        "/rules, /latest und /why."
    ),
    address="Dieser Chat ist <code>{address}</code>",
    follow_what=(
        "Wonach soll ich suchen? Schreib es hinter den Befehl, zum Beispiel "
        "<code>/follow ukrain* OR NATO</code>"
    ),
    text_only="Ich lese nur Wörter. Schick mir, wonach ich suchen soll, oder /help.",
    bad_query="Das kann ich nicht lesen: {message}",
    bad_query_try="Meinst du {fix}?",
    warning="Hinweis: {message}",
    preview="Gesucht wird {query}",
    read_as="Gelesen als {canonical}",
    found={
        "one": "<b>{n} Meldung</b> {days}, {rate}.",
        "other": "<b>{n} Meldungen</b> {days}, {rate}.",
    },
    found_none="Nichts {days}. Folgen kannst du trotzdem.",
    found_empty="Es ist noch nichts gelesen; wie viel es findet, weiß ich noch nicht.",
    estimated="<b>{rate}</b>, geschätzt aus einer Stichprobe der Nachrichten {days}.",
    estimated_none="Nichts in einer Stichprobe der Nachrichten {days}. Folgen kannst du trotzdem.",
    per_day={"one": "etwa eine am Tag", "other": "etwa {n} am Tag"},
    per_week={"one": "etwa eine in der Woche", "other": "etwa {n} in der Woche"},
    seldom="weniger als eine in der Woche",
    days={"one": "am letzten Tag", "other": "in den letzten {n} Tagen"},
    hours={"one": "in der letzten Stunde", "other": "in den letzten {n} Stunden"},
    followed="Ich folge jetzt {name} (Nummer {id}). Die nächste passende Meldung kommt hierher.",
    followed_already="{name} steht hier schon, unter Nummer {id}.",
    too_many={
        "one": "Dieser Chat folgt {n} Regel, mehr geht nicht. Erst /unfollow.",
        "other": "Dieser Chat folgt {n} Regeln, mehr geht nicht. Erst eine mit /unfollow beenden.",
    },
    rules_none="Hier gilt noch keine Regel. Schick /follow und Wörter oder /start für Themen.",
    rules_head={
        "one": "<b>Hier gilt {n} Regel</b>",
        "other": "<b>Hier gelten {n} Regeln</b>",
    },
    rule_line="{id}. {name}",
    rules_more={"one": "und {n} weitere", "other": "und {n} weitere"},
    rule_elsewhere={
        "one": "und {n} in einem anderen Thema dieses Chats",
        "other": "und {n} in anderen Themen dieses Chats",
    },
    unfollow_which="Welcher soll ich nicht mehr folgen?",
    unfollowed="Ich folge {name} nicht mehr: {query}",
    not_followed="Eine Regel {id} gibt es hier nicht. /rules zeigt alle.",
    latest_head="Neuestes zu {name}",
    latest_all="Neuestes für diesen Chat",
    latest_none="Noch nichts zu {name}.",
    why_what="Schick den Link eines Artikels hinter dem Befehl: <code>/why https://...</code>",
    why_unknown="Diese Adresse kam in keiner Quelle vor.",
    why_article="{title}\nGesehen bei {source} am {seen}.",
    why_waiting="Der Artikel ist noch nicht geprüft; das dauert einen Moment.",
    why_failed="Der Artikel ließ sich nicht verarbeiten; der Admin sieht, warum.",
    why_no_rules="Dieser Chat hat keine Regel, die ihn hätte finden können.",
    why_states={
        "pending": "{name}: wartet auf das Senden",
        "held": "{name}: zurückgehalten für eine Liste ({reason})",
        "sending": "{name}: wird eben gesendet",
        "sent": "{name}: gesendet am {sent}",
        "merged": "{name}: in einer Liste gesendet am {sent}",
        "digested": "{name}: in einer Übersicht gesendet am {sent}",
        "muted": "{name}: stumm geschaltet",
        "suppressed": "{name}: nicht gesendet ({reason})",
        "cancelled": "{name}: abgebrochen ({reason})",
        "dead": "{name}: ließ sich nicht senden ({reason})",
        "uncertain": "{name}: gesendet, aber von Telegram nie bestätigt",
    },
    why_not_told="{name}: passt, aber die Regel ist jünger, oder es war schon gemeldet",
    why_missed="{name}: passt nicht, denn das trifft nicht zu: {clause}",
    why_nearest="({nearest})",
    paused=(
        "Die Benachrichtigungen ruhen. Was inzwischen kommt, wird nicht nachgeholt. /resume "
        "beendet die Ruhe."
    ),
    resumed="Die Benachrichtigungen kommen wieder.",
    nothing_yet="Diesen Chat kenne ich noch nicht. Mit /start geht es los.",
    forget_ask=(
        "Soll ich diesen Chat löschen: seine Nummer, seine Regeln und was noch zu senden ist? "
        "Das lässt sich nicht rückgängig machen."
    ),
    forgotten="Erledigt: Dieser Chat ist vergessen. Mit /start begänne alles neu.",
    admins_only="Das können nur Admins dieser Gruppe ändern.",
    admins_unknown=(
        "Ich konnte Telegram nicht fragen, wer die Admins dieser Gruppe sind. Versuch es noch "
        "einmal."
    ),
    unknown_command="Diesen Befehl kenne ich nicht. /help zeigt, welche ich kenne.",
    old_button="Dieser Knopf ist zu alt. Schick den Befehl noch einmal.",
    cancelled="Abgebrochen.",
    nothing_to_cancel="Es gibt nichts abzubrechen.",
    refused="Das geht nicht: {message}",
    busy="Das kann ich gerade nicht; versuch es in einer Minute noch einmal.",
    broken=(
        "Das ist fehlgeschlagen, und es liegt an mir. Es steht im Protokoll des Admins; versuch "
        "es später noch einmal."
    ),
    slow_down="Das war viel auf einmal; ich antworte gleich wieder.",
    missed="Als du schriebst, war ich weg und habe nichts getan. Bitte schick es noch einmal.",
    label_follow="Folgen",
    label_cancel="Abbrechen",
    label_unfollow="Nicht mehr folgen",
    label_follow_again="Wieder folgen",
    label_latest="Neuestes",
    label_resume="Fortsetzen",
    label_erase="Alles löschen",
    about=(
        "Ich lese viele Nachrichtenquellen und schreibe dir, wenn deine Wörter "
        "vorkommen: einmal je Ereignis, so viele Zeitungen es auch melden. Drück auf Start."
    ),
    wishes=GERMAN_WISHES,
    rules=GERMAN_RULES,
    stories=GERMAN_STORIES,
    commands={
        "follow": "Wörtern folgen: /follow NATO",
        "rules": "wem dieser Chat folgt",
        "unfollow": "nicht mehr folgen",
        "latest": "die neuesten Meldungen",
        "digest": "Meldungen sammeln: /digest daily 08:00",
        "quiet": "Ruhezeit: /quiet 22:00-07:00",
        "snooze": "Ruhe für eine Weile",
        "muted": "was hier stumm ist",
        "settings": "alles, was sich einstellen lässt",
        "why": "warum etwas kam oder nicht: /why LINK",
        "pause": "vorerst keine Benachrichtigungen",
        "resume": "wieder Benachrichtigungen",
        "help": "was ich verstehe",
        "forgetme": "diesen Chat und seine Regeln löschen",
    },
    problems={
        "empty": "Die Anfrage ist leer. Schreib ein Wort: NATO.",
        "too_long": "Die Anfrage ist zu lang; mehr als 1000 Zeichen gehen nicht.",
        "too_deep": "Die Klammern sind zu tief verschachtelt.",
        "too_many_terms": "Es sind zu viele Wörter; mehr als 100 gehen nicht.",
        "only_not": "So träfe fast jeder Artikel zu. Schreib auch ein Wort, das vorkommen soll.",
        "or_not": ("Ein Ausschluss in einer Auswahl träfe fast jeden Artikel. Stell ihn daneben."),
        "mixed_and_or": (
            "Mit AND und OR nebeneinander lässt sich das auf zwei Arten lesen. Wähle eine:"
        ),
        "comma_or_line_break": "Sollen alle Wörter vorkommen oder eines davon? Wähle:",
        "empty_group": "In diesen Klammern steht nichts.",
        "stray_parenthesis": "Diese Klammer wurde nie geöffnet.",
        "unclosed_parenthesis": "Diese Klammer wird nie geschlossen.",
        "unclosed_quote": "Dieses Anführungszeichen wird nie geschlossen.",
        "unclosed_regex": "Diesem Muster fehlt der Schrägstrich am Ende.",
        "missing_operand": "Hier fehlt ein Wort.",
        "missing_word": "Hier fehlt ein Wort.",
        "unknown_field": "Dieses Feld gibt es nicht.",
        "nested_field": "Hier steht ein Feld in einem Feld; eines genügt.",
        "bad_near": "NEAR braucht einen Abstand in Wörtern, ab 1: NEAR/5.",
        "near_operand": "Neben NEAR stehen nur Wörter und Wortgruppen.",
        "bad_count": "Die Anzahl muss eine Zahl ab 1 sein: nuklear >= 3.",
        "lower_case_operator": (
            "Das kleine and, or oder not gilt als AND, OR oder NOT. Als Wort gehört es "
            "in Anführungszeichen."
        ),
        "regex_alone": "Ein Muster allein ist langsam; ein Wort dazu macht es schneller.",
        "region_ignored": "Nur die Sprache zählt, nicht das Land.",
        "path_ignored": "Nur der Name der Seite zählt, nicht der Pfad.",
    },
)
