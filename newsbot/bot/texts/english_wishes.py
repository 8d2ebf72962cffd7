"""Own the English wording about wishes."""

from newsbot.bot.texts.wishes import WishTexts

ENGLISH_WISHES = WishTexts(
    story_muted="Muted here for a week.",
    story_unmuted="This story may come again.",
    source_muted="{source} is muted for what found this.",
    source_unmuted="{source} may come again.",
    snoozed="Nothing comes until {until}; then it comes as one list.",
    snooze_over="Alerts come again, and what waited comes now.",
    channel_is_read_only="In a channel nothing can be changed here; its operator can.",
    muted_none="Nothing is muted here. The buttons under an alert mute its story or its source.",
    muted_head="<b>Muted here</b>",
    muted_story="{name}, until {until}",
    muted_source_for="{name}, for {rule}",
    mute_what=(
        "Which source shall I mute here? Write its name, such as <code>/mute BBC News</code>; "
        "/sources lists them. For one story or one rule press the buttons under an alert."
    ),
    mute_unknown="I do not know which source is meant: {given}. /sources lists them.",
    mute_near="Do you mean {names}?",
    mute_done="{name} is muted here, whatever finds it.",
    label_unmute="Unmute {number}",
    snooze_what="How long shall I keep quiet here? What comes meanwhile comes then, as one list.",
    snooze_bad=(
        "I do not understand {given}. Write <code>/snooze 1h</code>, <code>/snooze morning</code>, "
        "<code>/snooze 24h</code> or <code>/snooze off</code>."
    ),
    label_hour="1 hour",
    label_morning="Until morning",
    label_day="24 hours",
    label_end_snooze="End snooze",
    quiet_none=(
        "There are no quiet hours. Press some, or write for instance "
        "<code>/quiet 22:00-07:00</code>; with <code>silent</code> behind it alerts come without "
        "a sound."
    ),
    quiet_are="Quiet hours are {hours}. What comes then waits for their end, and comes as a list.",
    quiet_silent="Quiet hours are {hours}. What comes then makes no sound.",
    quiet_off="There are no quiet hours any more.",
    quiet_bad=(
        "I do not understand {given}. Write hours such as <code>/quiet 22:00-07:00</code>, or "
        "<code>/quiet off</code>."
    ),
    label_no_quiet="No quiet hours",
    zone_is="Times here are those of {zone}, where it is {time} now.",
    zone_how=(
        "To change that press one, or write a big city nearby: <code>/timezone Europe/Kyiv</code>"
    ),
    zone_first=(
        "Which clock is yours? Press one, or write a big city nearby, "
        "<code>/timezone Europe/Kyiv</code>, and send the hours again."
    ),
    zone_unknown=(
        "I do not know the time zone {given}. Write region and city, such as "
        "<code>/timezone Europe/Kyiv</code>, or press one that you mean."
    ),
    zone_hint="That is by UTC. Press your own clock, or see /timezone.",
    rhythms={
        "now": "at once",
        "silent": "at once, without a sound",
        "hourly": "every hour, as a list",
        "daily": "daily at {at}, as a list",
        "weekly": "on {day} at {at}, as a list",
    },
    weekdays={
        "mon": "Mondays",
        "tue": "Tuesdays",
        "wed": "Wednesdays",
        "thu": "Thursdays",
        "fri": "Fridays",
        "sat": "Saturdays",
        "sun": "Sundays",
    },
    digest_which="Which rule shall come otherwise?",
    digest_how="{name} comes {rhythm}. How shall it come?",
    digest_how_all="How shall every rule here come?",
    digest_set="{name} comes {rhythm} from now on.",
    digest_set_all="Every rule here comes {rhythm} from now on.",
    digest_bad=(
        "I do not understand {given}. Write <code>/digest hourly</code>, "
        "<code>/digest daily 08:00</code>, <code>/digest weekly mon 08:00</code> or "
        "<code>/digest now</code>; the number of a rule comes first: "
        "<code>/digest 2 daily 08:00</code>"
    ),
    label_all="All rules",
    label_now="At once",
    label_hourly="Every hour",
    label_daily="Daily at 08:00",
    label_weekly="Mondays at 08:00",
    language_name="English",
    language_which="Which language shall I speak here?",
    language_unknown="I do not speak {given} yet.",
    language_set="I speak English here from now on.",
    languages_all="All languages are told.",
    languages_are=(
        "Told is what is written in: {names}. An article that names no language is told too."
    ),
    languages_how=(
        "Press what you read; the numbers are articles of the last week. In words: "
        "<code>/languages uk en</code>"
    ),
    languages_bad=(
        "I do not know {given}. Write codes of languages, such as <code>/languages uk "
        "en</code>, or <code>/languages all</code>."
    ),
    label_languages="All languages",
    settings_head="<b>Settings of this chat</b>",
    settings_language="Language: {name} (/language)",
    settings_languages="Languages read: {names} (/languages)",
    settings_all_languages="all",
    settings_zone="Time zone: {zone} (/timezone)",
    settings_quiet="Quiet hours: {hours} (/quiet)",
    no_hours="none",
    settings_snooze="Snoozed until {until} (/snooze)",
    settings_no_snooze="Not snoozed (/snooze)",
    settings_rules="Rules here: {count} (/rules, /digest)",
    settings_muted="Muted here: {count} (/muted)",
    settings_paused="Alerts are paused (/resume)",
    settings_on="Alerts are on (/pause)",
    settings_more=(
        "Also /edit /unfollow /mute /search /story /sources /share /feed /channel /export "
        "/privacy. /forgetme erases this chat and its rules."
    ),
)
