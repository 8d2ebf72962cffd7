"""Own the English wording about rules."""

from newsbot.bot.texts.rules import RuleTexts

ENGLISH_RULES = RuleTexts(
    label_edit="Edit",
    label_both="both",
    label_all_words="all words",
    label_any="any",
    rate_none="none",
    rate_day="{n} a day",
    rate_week="{n} a week",
    rate_seldom="rarely",
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
    label_card="Options",
    label_rhythm="How it comes",
    label_share="Share",
    label_feed="Feed",
    label_hide_words="Hide words",
    label_show_words="Show words",
    label_to="Send to {place}",
    label_to_here="Send to this chat",
    label_back="‹ Back",
    card_head="<b>Rule {id}</b>: {name}",
    card_rhythm="It comes {rhythm}.",
    card_place="Sent to {place}",
    card_discreet="Its words are hidden from the operator's pages.",
    to_place="→ {place}",
    not_yours="This rule is not yours. /edit it, and you have one of your own.",
    share_which="Which rule shall I share?",
    share_link=(
        "Whoever opens this link follows {name}, as you change it:\n{link}\nFor a group:\n{group}"
    ),
    share_end_ask="The link of {name} would open nothing any more. End sharing?",
    share_ended="{name} is not shared any more. Those who follow it already go on.",
    label_unshare="End sharing",
    feed_which="The feed of which rule?",
    feed_public="The feed of {name} is public:",
    feed_made=(
        "The feed of {name}, for your reader. Keep the addresses to yourself; I show them once."
    ),
    feed_known=(
        "{name} has a private feed already, whose address I showed once. A new address closes "
        "the old one."
    ),
    feed_close_ask="Readers that hold the address of {name} would get nothing any more. Close it?",
    feed_closed="The feed of {name} is closed.",
    label_new_feed="New address",
    label_close_feed="Close feed",
)
