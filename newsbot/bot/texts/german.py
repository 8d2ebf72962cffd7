"""Own the German wording."""

from newsbot.bot.texts.form import Texts, one_or_other
from newsbot.bot.texts.german_admin import GERMAN_ADMIN
from newsbot.bot.texts.german_house import GERMAN_HOUSE
from newsbot.bot.texts.german_problems import GERMAN_PROBLEMS
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
        "/rules: wem dieser Chat folgt; eine Nummer öffnet, was damit geht\n"
        "/latest: die neuesten Meldungen\n"
        "/search und Wörter: im Gelesenen suchen\n"
        "/why und ein Link, oder als Antwort auf eine Meldung: warum sie kam oder nicht\n"
        "/story, ebenso: ein Thema ausführlich\n"
        "/digest: sofort, oder gesammelt je Stunde, Tag oder Woche\n"
        "/quiet: Stunden, in denen ich schweige; /snooze: Ruhe für eine Weile\n"
        "/pause und /resume: keine Meldungen, und wieder welche\n"
        "/settings: alles auf einen Blick, auch Sprache und Zeitzone\n\n"
        "Außerdem /edit /unfollow /languages /share /feed /channel /mute /muted /sources /export "
        "/privacy /forgetme /id"
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
    why_unread=(
        "{name}: passt, ist aber in der Sprache {language} geschrieben, die hier nicht "
        "gelesen wird (/languages)"
    ),
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
    house=GERMAN_HOUSE,
    admin=GERMAN_ADMIN,
    commands={
        "follow": "Wörtern folgen: /follow NATO",
        "rules": "wem dieser Chat folgt",
        "latest": "die neuesten Meldungen",
        "digest": "Meldungen sammeln: /digest daily 08:00",
        "quiet": "Ruhezeit: /quiet 22:00-07:00",
        "settings": "alles, was sich einstellen lässt",
        "why": "warum etwas kam oder nicht: /why LINK",
        "help": "was ich verstehe",
        "admin": "diesen Bot verwalten",
    },
    problems=GERMAN_PROBLEMS,
)
