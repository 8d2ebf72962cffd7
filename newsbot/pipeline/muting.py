"""Own what a mute covers; who mutes, and for how long, is the matter of `services.subscribers`."""

from newsbot.db.mutes import Mute


def covers(mute: Mute, rule_id: int, source_id: int, story_id: int) -> bool:
    """Say whether a mute keeps an article of a story from a chat that follows this rule."""
    if mute.rule_id not in {0, rule_id}:
        return False
    keys = {"story": story_id, "source": source_id, "rule": rule_id}
    return keys[mute.kind] == mute.key
