"""Own the German wording about rules."""

from newsbot.bot.texts.rules import RuleTexts

GERMAN_RULES = RuleTexts(
    label_edit="Ändern",
    label_both="beide",
    label_all_words="alle Wörter",
    label_any="eines davon",
    reading="{reading}: {query}, {rate}",
    forms={
        "one": "{n} Artikel der Woche fehlt, mit {forms}. Mit ihnen: {query}",
        "other": "{n} Artikel der Woche fehlen, mit {forms}. Mit ihnen: {query}",
    },
    label_forms="+ {forms}",
    edit_which="Welche Regel soll ich ändern?",
    edit_bad=(
        "Diese Regel finde ich nicht: {given}. Schreiben Sie ihre Nummer und die neuen Wörter, "
        "etwa <code>/edit 2 nato OR otan</code>; die Nummern zeigt /rules."
    ),
    edit_how=(
        "Kopieren, Wörter ändern, senden; zuerst zeige ich, was sich ändern würde.\n{command}"
    ),
    edit_preview="Kopieren, ändern, senden:\n{query}",
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
        "Ändern Sie die Regel selbst mit <code>/edit {id}</code>, oder schalten Sie das Thema "
        "stumm."
    ),
    label_without="Ohne {word}",
)
