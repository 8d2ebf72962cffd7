"""Own the English wording."""

from newsbot.bot.texts.english_admin import ENGLISH_ADMIN
from newsbot.bot.texts.english_house import ENGLISH_HOUSE
from newsbot.bot.texts.english_rules import ENGLISH_RULES
from newsbot.bot.texts.english_stories import ENGLISH_STORIES
from newsbot.bot.texts.english_wishes import ENGLISH_WISHES
from newsbot.bot.texts.form import Texts, one_or_other

ENGLISH = Texts(
    language="en",
    plural=one_or_other,
    start=(
        "I read the news and write to you when a story has your words in it: once per story.\n"
        "Send me words, such as <code>NATO</code> or <code>ceasefire Sudan</code>; I show what "
        "they would have found, and you press Follow.\n"
        "Or begin with a topic below. /help shows the rest."
    ),
    start_group=(
        "I read the news and write to this chat when a story has your words in it: once per "
        "story.\n"
        "An admin adds words with <code>/follow NATO</code> or <code>/follow ceasefire "
        "Sudan</code>; in a forum they count for the topic they are written in.\n"
        "Or begin with a topic below. /help shows the rest."
    ),
    back_again="Welcome back: alerts come to this chat again.",
    still_paused="Alerts are paused. /resume starts them again.",
    help=(
        "<b>Words that I understand</b>\n"
        "<code>NATO</code>: the word, in any case\n"
        "<code>climate summit</code>: both words\n"
        '<code>"climate change"</code>: side by side\n'
        "<code>drone OR missile</code>: one of them\n"
        "<code>nato -sport</code>: without a word\n"
        "<code>ukrain*</code>: all that begins like this\n"
        "<code>title:Kyiv</code>: in the headline only\n\n"
        "<b>Commands</b>\n"
        "/follow, then words: follow them at once\n"
        "/rules: what this chat follows; a number opens all that can be done to it\n"
        "/latest: the newest stories\n"
        "/search, then words: look into what was read\n"
        "/why, then a link, or in reply to an alert: why it came, or not\n"
        "/story, the same way: a story in full\n"
        "/digest: at once, or gathered every hour, day or week\n"
        "/quiet: hours in which I keep quiet; /snooze: silence for a while\n"
        "/pause and /resume: no alerts, and alerts again\n"
        "/settings: all this at a glance, language and time zone too\n\n"
        "Also /edit /unfollow /languages /share /feed /channel /mute /muted /sources /export "
        "/privacy /forgetme /id"
    ),
    help_group=(
        "In a group only its admins change what is followed; anybody may look with /rules, "
        "/latest and /why."
    ),
    address="This chat is <code>{address}</code>",
    follow_what=(
        "What shall I look for? Write it after the command, for instance "
        "<code>/follow ukrain* OR NATO</code>"
    ),
    text_only="I read words only. Send me what I shall look for, or /help.",
    bad_query="I cannot read this: {message}",
    bad_query_try="Do you mean {fix}?",
    warning="Note: {message}",
    preview="Looking for {query}",
    read_as="Read as {canonical}",
    found={
        "one": "<b>{n} story</b> {days}, {rate}.",
        "other": "<b>{n} stories</b> {days}, {rate}.",
    },
    found_none="Nothing {days}. You can follow it all the same.",
    found_empty="No news has been read yet, so I cannot say how much it finds.",
    estimated="<b>{rate}</b>, estimated from a sample of the news {days}.",
    estimated_none="Nothing in a sample of the news {days}. You can follow it all the same.",
    per_day={"one": "about one a day", "other": "about {n} a day"},
    per_week={"one": "about one a week", "other": "about {n} a week"},
    seldom="less than one a week",
    days={"one": "in the last day", "other": "in the last {n} days"},
    hours={"one": "in the last hour", "other": "in the last {n} hours"},
    followed="Following {name}, as number {id}. The next story that fits comes here.",
    followed_already="{name} is followed here already, as number {id}.",
    too_many={
        "one": "This chat follows {n} rule, which is the limit. /unfollow it first.",
        "other": "This chat follows {n} rules, which is the limit. /unfollow one first.",
    },
    rules_none="Nothing is followed here yet. Send /follow and words, or /start for topics.",
    rules_head={
        "one": "<b>{n} rule is followed here</b>",
        "other": "<b>{n} rules are followed here</b>",
    },
    rule_line="{id}. {name}",
    rules_more={"one": "and {n} more", "other": "and {n} more"},
    rule_elsewhere={
        "one": "and {n} in another topic of this chat",
        "other": "and {n} in other topics of this chat",
    },
    unfollow_which="Which one shall I stop following?",
    unfollowed="No longer following {name}: {query}",
    not_followed="There is no rule {id} here. /rules lists what is followed.",
    latest_head="Latest for {name}",
    latest_all="Latest for this chat",
    latest_none="Nothing yet for {name}.",
    why_what=("Send me the link of an article after the command: <code>/why https://...</code>"),
    why_unknown="This address has not been in any of the sources.",
    why_article="{title}\nSeen in {source} on {seen}.",
    why_waiting="It has not been judged yet; that takes a moment.",
    why_failed="It could not be processed; the admin sees why.",
    why_no_rules="This chat follows nothing that could have found it.",
    why_states={
        "pending": "{name}: waits to be sent",
        "held": "{name}: held back for a list ({reason})",
        "sending": "{name}: being sent just now",
        "sent": "{name}: sent {sent}",
        "merged": "{name}: sent in a list {sent}",
        "digested": "{name}: sent in a digest {sent}",
        "muted": "{name}: muted",
        "suppressed": "{name}: not sent ({reason})",
        "cancelled": "{name}: cancelled ({reason})",
        "dead": "{name}: could not be sent ({reason})",
        "uncertain": "{name}: sent, but Telegram never confirmed it",
    },
    why_not_told="{name}: fits, but was followed only later, or the story had been told already",
    why_unread="{name}: fits, but is written in {language}, which is not read here (/languages)",
    why_missed="{name}: does not fit, as this does not hold: {clause}",
    why_nearest="({nearest})",
    paused="Alerts are paused. What comes meanwhile is not sent later. /resume ends the pause.",
    resumed="Alerts come again.",
    nothing_yet="This chat is not known yet. /start begins.",
    forget_ask=(
        "Shall I erase this chat: its number, its rules and what waits to be sent? "
        "This cannot be undone."
    ),
    forgotten="Done: this chat is forgotten. /start would begin anew.",
    admins_only="Only admins of this group can change that.",
    admins_unknown="I could not ask Telegram who the admins of this group are. Try again.",
    unknown_command="I do not know this command. /help lists what I know.",
    old_button="This button is too old. Send the command again.",
    cancelled="Cancelled.",
    nothing_to_cancel="There is nothing to cancel.",
    refused="That does not work: {message}",
    busy="I cannot do that now; try again in a minute.",
    broken="That failed, and it is my fault. It is in the log of the admin; try again later.",
    slow_down="Too much at once; I answer again in a moment.",
    missed="I was away when you wrote, and did nothing. Please send it again.",
    label_follow="Follow",
    label_cancel="Cancel",
    label_unfollow="Unfollow",
    label_follow_again="Follow again",
    label_latest="Latest",
    label_resume="Resume",
    label_erase="Erase everything",
    about=(
        "I read many news sources and write to you when a story has your words in it: "
        "once per story, however many papers tell it. Press Start."
    ),
    wishes=ENGLISH_WISHES,
    rules=ENGLISH_RULES,
    stories=ENGLISH_STORIES,
    house=ENGLISH_HOUSE,
    admin=ENGLISH_ADMIN,
    commands={
        "follow": "follow words: /follow NATO",
        "rules": "what this chat follows",
        "latest": "the newest stories",
        "digest": "gather stories: /digest daily 08:00",
        "quiet": "quiet hours: /quiet 22:00-07:00",
        "settings": "all that can be changed",
        "why": "why a story came, or not: /why LINK",
        "help": "what I understand",
        "admin": "administer this bot",
    },
)
