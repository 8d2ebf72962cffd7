"""Own the German wording about wishes."""

from newsbot.bot.texts.wishes import WishTexts

GERMAN_WISHES = WishTexts(
    story_muted="Hier für eine Woche stumm.",
    story_unmuted="Dieses Thema darf wieder kommen.",
    source_muted="{source} ist stumm für das, was dies gefunden hat.",
    source_unmuted="{source} darf wieder kommen.",
    snoozed="Bis {until} kommt nichts; danach alles als eine Liste.",
    snooze_over="Es kommt wieder etwas, und was gewartet hat, kommt jetzt.",
    channel_is_read_only="In einem Kanal lässt sich das hier nicht ändern; sein Betreiber kann es.",
    muted_none=(
        "Hier ist nichts stumm. Die Knöpfe unter einer Meldung machen Thema oder Quelle stumm."
    ),
    muted_head="<b>Hier stumm</b>",
    muted_story="{name}, bis {until}",
    muted_source_for="{name}, für {rule}",
    mute_what=(
        "Welche Quelle soll hier stumm sein? Schreib ihren Namen, etwa "
        "<code>/mute BBC News</code>; /sources zeigt sie. Für ein Thema oder eine Regel drück "
        "auf die Knöpfe unter einer Meldung."
    ),
    mute_unknown="Ich weiß nicht, welche Quelle gemeint ist: {given}. /sources zeigt sie.",
    mute_near="Vielleicht {names}?",
    mute_done="{name} ist hier stumm, was auch immer sie findet.",
    label_unmute="Nr. {number} nicht mehr",
    snooze_what="Wie lange soll hier Ruhe sein? Was inzwischen kommt, kommt danach als eine Liste.",
    snooze_bad=(
        "{given} verstehe ich nicht. Schreib <code>/snooze 1h</code>, <code>/snooze morning</code> "
        "(bis zum Morgen), <code>/snooze 24h</code> oder <code>/snooze off</code>."
    ),
    label_hour="1 Stunde",
    label_morning="Bis zum Morgen",
    label_day="24 Stunden",
    label_end_snooze="Ruhe beenden",
    quiet_none=(
        "Es gibt keine Ruhezeit. Drück auf eine, oder schreib zum Beispiel "
        "<code>/quiet 22:00-07:00</code>; mit <code>silent</code> dahinter kommen Meldungen "
        "lautlos."
    ),
    quiet_are="Ruhezeit ist {hours}. Was dann kommt, wartet bis zu ihrem Ende und kommt als Liste.",
    quiet_silent="Ruhezeit ist {hours}. Was dann kommt, kommt lautlos.",
    quiet_off="Es gibt keine Ruhezeit mehr.",
    quiet_bad=(
        "{given} verstehe ich nicht. Schreib Uhrzeiten wie <code>/quiet 22:00-07:00</code>, oder "
        "<code>/quiet off</code>."
    ),
    label_no_quiet="Keine Ruhezeit",
    zone_is="Hier gilt die Uhr von {zone}, wo es jetzt {time} ist.",
    zone_how=(
        "Um das zu ändern, drück auf eine, oder schreib eine große Stadt in der Nähe: "
        "<code>/timezone Europe/Berlin</code>"
    ),
    zone_first=(
        "Welche Uhr gilt bei dir? Drück auf eine, oder schreib eine große Stadt in der Nähe, "
        "<code>/timezone Europe/Berlin</code>, und schick die Ruhezeit noch einmal."
    ),
    zone_unknown=(
        "Die Zeitzone {given} kenne ich nicht. Schreib Erdteil und Stadt, etwa "
        "<code>/timezone Europe/Berlin</code>, oder drück auf die, die du meinst."
    ),
    zone_hint="Das ist nach UTC gerechnet. Drück auf deine eigene Uhr, oder sieh /timezone.",
    rhythms={
        "now": "sofort",
        "silent": "sofort und lautlos",
        "hourly": "jede Stunde als Liste",
        "daily": "täglich um {at} als Liste",
        "weekly": "{day} um {at} als Liste",
    },
    weekdays={
        "mon": "montags",
        "tue": "dienstags",
        "wed": "mittwochs",
        "thu": "donnerstags",
        "fri": "freitags",
        "sat": "samstags",
        "sun": "sonntags",
    },
    digest_which="Welche Regel soll anders kommen?",
    digest_how="{name} kommt {rhythm}. Wie soll es kommen?",
    digest_how_all="Wie sollen alle Regeln hier kommen?",
    digest_set="{name} kommt ab jetzt {rhythm}.",
    digest_set_all="Alle Regeln hier kommen ab jetzt {rhythm}.",
    digest_bad=(
        "{given} verstehe ich nicht. Schreib <code>/digest hourly</code> (stündlich), "
        "<code>/digest daily 08:00</code> (täglich), <code>/digest weekly mon 08:00</code> "
        "(wöchentlich) oder <code>/digest now</code> (sofort); die Nummer einer Regel steht davor: "
        "<code>/digest 2 daily 08:00</code>"
    ),
    label_all="Alle Regeln",
    label_now="Sofort",
    label_hourly="Jede Stunde",
    label_daily="Täglich um 08:00",
    label_weekly="Montags um 08:00",
    language_name="Deutsch",
    language_which="Welche Sprache soll ich hier sprechen?",
    language_unknown="{given} spreche ich noch nicht.",
    language_set="Ich spreche hier ab jetzt Deutsch.",
    languages_all="Gemeldet wird in allen Sprachen.",
    languages_are=(
        "Gemeldet wird, was so geschrieben ist: {names}. Auch Artikel ohne Angabe einer "
        "Sprache kommen."
    ),
    languages_how=(
        "Drück auf das, was du liest; die Zahlen sind Artikel der letzten Woche. In Worten: "
        "<code>/languages de en</code>"
    ),
    languages_bad=(
        "{given} kenne ich nicht. Schreib Kürzel von Sprachen, etwa <code>/languages de "
        "en</code>, oder <code>/languages all</code>."
    ),
    label_languages="Alle Sprachen",
    settings_head="<b>Einstellungen dieses Chats</b>",
    settings_language="Sprache: {name} (/language)",
    settings_languages="Gelesene Sprachen: {names} (/languages)",
    settings_all_languages="alle",
    settings_zone="Zeitzone: {zone} (/timezone)",
    settings_quiet="Ruhezeit: {hours} (/quiet)",
    no_hours="keine",
    settings_snooze="Ruhe bis {until} (/snooze)",
    settings_no_snooze="Keine Ruhe eingelegt (/snooze)",
    settings_rules="Regeln hier: {count} (/rules, /digest)",
    settings_muted="Stumm hier: {count} (/muted)",
    settings_paused="Die Benachrichtigungen ruhen (/resume)",
    settings_on="Die Benachrichtigungen kommen (/pause)",
    settings_more=(
        "Außerdem /edit /unfollow /mute /search /story /sources /share /feed /channel /export "
        "/privacy. /forgetme löscht diesen Chat und seine Regeln."
    ),
)
