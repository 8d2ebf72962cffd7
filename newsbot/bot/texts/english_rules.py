"""Own the English wording about rules."""

from newsbot.bot.texts.rules import RuleTexts

ENGLISH_RULES = RuleTexts(
    label_edit="Edit",
    label_both="both",
    label_all_words="all words",
    label_any="any",
    reading="{reading}: {query}, {rate}",
    forms={
        "one": "It misses {n} article of the week with {forms}. With them: {query}",
        "other": "It misses {n} articles of the week with {forms}. With them: {query}",
    },
    label_forms="+ {forms}",
    edit_which="Which rule shall I change?",
    edit_bad=(
        "I do not find that rule: {given}. Write its number and the new words, such as "
        "<code>/edit 2 nato OR otan</code>; /rules has the numbers."
    ),
    edit_how="Copy this, change the words and send it; I show what would change first.\n{command}",
    edit_preview="Copy this, change it and send it:\n{query}",
    edit_compared="Rule {id} is now {old}\nIt would be {new}",
    edit_counts="Of the articles of the last 7 days that adds {added} and drops {dropped}.",
    edit_adds="<b>Added</b>",
    edit_drops="<b>Dropped</b>",
    edit_done="Rule {id} looks for {new} from now on.\nBefore: {old}",
    label_save="Save",
    label_undo="Undo",
    fewer_head="Fewer like {headline}: leave out a word from {rule}? In the last 7 days:",
    fewer_offer="Without {word}, {dropped} of {total} stories would not have come: {query}",
    fewer_none=(
        "I find no word that would keep out {headline} and leave other news in {rule}. "
        "Change the rule yourself with <code>/edit {id}</code>, or mute the story."
    ),
    label_without="Without {word}",
)
