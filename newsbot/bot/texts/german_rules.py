"""Own the German wording about rules."""

from newsbot.bot.texts.rules import RuleTexts

GERMAN_RULES = RuleTexts(
    label_edit="Ändern",
    label_both="beide",
    label_all_words="alle Wörter",
    label_any="eines davon",
    rate_none="keine",
    rate_day="{n} am Tag",
    rate_week="{n} je Woche",
    rate_seldom="selten",
    reading="{reading}: {query}, {rate}",
    forms={
        "one": "{n} Artikel der Woche fehlt, mit {forms}. Mit ihnen: {query}",
        "other": "{n} Artikel der Woche fehlen, mit {forms}. Mit ihnen: {query}",
    },
    label_forms="+ {forms}",
    edit_which="Welche Regel soll ich ändern?",
    edit_bad=(
        "Diese Regel finde ich nicht: {given}. Schreib ihre Nummer und die neuen Wörter, "
        "etwa <code>/edit 2 nato OR otan</code>; die Nummern zeigt /rules."
    ),
    edit_how=(
        "Kopier das, ändere die Wörter und schick es; ich zeige erst, was sich ändern würde.\n"
        "{command}"
    ),
    edit_preview="Kopier das, ändere es und schick es:\n{query}",
    edit_compared="Regel {id} lautet {old}\nSie würde zu {new}",
    edit_counts=("Von den Artikeln der letzten 7 Tage kämen {added} dazu, {dropped} fielen weg."),
    edit_adds="<b>Dazu käme</b>",
    edit_drops="<b>Weg fiele</b>",
    edit_done="Regel {id} sucht ab jetzt {new}\nVorher: {old}",
    label_save="Speichern",
    label_undo="Rückgängig",
    fewer_head=(
        "Weniger wie {headline}: ein Wort aus {rule} ausschließen? In den letzten 7 Tagen:"
    ),
    fewer_offer="Ohne {word} wären {dropped} von {total} Meldungen nicht gekommen: {query}",
    fewer_none=(
        "Ich finde kein Wort, das {headline} fernhält und andere Nachrichten in {rule} lässt. "
        "Ändere die Regel selbst mit <code>/edit {id}</code>, oder mach das Thema stumm."
    ),
    label_without="Ohne {word}",
    label_card="Optionen",
    label_rhythm="Wie sie kommt",
    label_share="Teilen",
    label_feed="Feed",
    label_hide_words="Wörter verbergen",
    label_show_words="Wörter zeigen",
    label_to="An {place} senden",
    label_to_here="In diesen Chat senden",
    label_back="‹ Zurück",
    card_head="<b>Regel {id}</b>: {name}",
    card_rhythm="Sie kommt {rhythm}.",
    card_place="Geht an {place}",
    card_discreet="Ihre Wörter sind auf den Seiten des Betreibers verborgen.",
    to_place="→ {place}",
    not_yours=("Diese Regel gehört dir nicht. Ändere sie mit /edit, dann hast du eine eigene."),
    share_which="Welche Regel soll ich teilen?",
    share_link=(
        "Wer diesen Link öffnet, folgt {name}, auch wenn du sie änderst:\n{link}\n"
        "Für eine Gruppe:\n{group}"
    ),
    share_end_ask="Der Link von {name} öffnet dann nichts mehr. Nicht mehr teilen?",
    share_ended="{name} wird nicht mehr geteilt. Wer ihr schon folgt, folgt ihr weiter.",
    label_unshare="Nicht mehr teilen",
    feed_which="Den Feed welcher Regel?",
    feed_public="Der Feed von {name} ist öffentlich:",
    feed_made=(
        "Der Feed von {name}, für dein Leseprogramm. Behalte die Adressen für dich; ich zeige "
        "sie nur einmal."
    ),
    feed_known=(
        "{name} hat schon einen privaten Feed, dessen Adresse ich einmal gezeigt habe. Eine neue "
        "Adresse schließt die alte."
    ),
    feed_close_ask="Wer die Adresse von {name} hat, bekommt dann nichts mehr. Feed schließen?",
    feed_closed="Der Feed von {name} ist geschlossen.",
    label_new_feed="Neue Adresse",
    label_close_feed="Feed schließen",
)
