"""Own the articles of the sliding window and all ways to find one again; it decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsbot.stories.article import StoryArticle
from newsbot.stories.copies import CopyIndex, Signature
from newsbot.stories.frequencies import DocumentFrequencies
from newsbot.stories.postings import Postings
from newsbot.stories.similarity import Vector


@dataclass(frozen=True, slots=True)
class Member:
    """Hold an article of the window; of its text only the vector is left."""

    article_id: int
    story: int
    published: datetime
    url_key: str
    vector: Vector


class Window:
    """Keep members by slot, article id, address, story, hour, term and text.

    Slots are small numbers that are used again, so that the indices stay small.
    """

    def __init__(self) -> None:
        self.frequencies = DocumentFrequencies()
        self.postings = Postings()
        self.copies = CopyIndex()
        self.changes = 0
        self._members: dict[int, Member] = {}
        self._of_story: dict[int, list[int]] = {}
        self._of_article: dict[int, int] = {}
        self._of_url: dict[str, int] = {}
        self._of_hour: dict[int, list[int]] = {}
        self._free: list[int] = []

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self._members)

    def __getitem__(self, slot: int) -> Member:
        """Return the member in `slot`."""
        return self._members[slot]

    def page(self, url_key: str) -> Member | None:
        """Return the latest article with this address."""
        slot = self._of_url.get(url_key) if url_key else None
        return None if slot is None else self._members[slot]

    def of_story(self, story: int) -> Sequence[int]:
        """Return the slots of a story, in the order in which they came."""
        return self._of_story[story]

    def add(
        self, article: StoryArticle, story: int, vector: Vector, signature: Signature | None
    ) -> None:
        """Take an article in; one with the same id must have been removed."""
        self.changes += 1
        slot = self._free.pop() if self._free else len(self._members)
        self._members[slot] = Member(article.id, story, article.published, article.url_key, vector)
        self._of_story.setdefault(story, []).append(slot)
        self._of_article[article.id] = slot
        if article.url_key:
            self._of_url[article.url_key] = slot
        self._of_hour.setdefault(_hour(article.published), []).append(article.id)
        self.frequencies.add(vector.terms, vector.language)
        self.postings.add(slot, vector.terms)
        if signature is not None:
            self.copies.add(slot, signature)

    def remove(self, article_id: int) -> bool:
        """Forget an article; return whether it was known."""
        slot = self._of_article.pop(article_id, None)
        if slot is None:
            return False
        self.changes += 1
        member = self._members.pop(slot)
        self._free.append(slot)
        if self._of_url.get(member.url_key) == slot:
            del self._of_url[member.url_key]
        self._of_story[member.story].remove(slot)
        if not self._of_story[member.story]:
            del self._of_story[member.story]
        self.frequencies.remove(member.vector.terms, member.vector.language)
        self.postings.remove(slot, member.vector.terms)
        self.copies.remove(slot)
        return True

    def expire(self, before: datetime) -> int:
        """Forget the articles published before `before`; return how many they were."""
        forgotten = 0
        last = _hour(before)
        for hour in [hour for hour in self._of_hour if hour <= last]:
            left: list[int] = []
            for article_id in self._of_hour.pop(hour):
                slot = self._of_article.get(article_id)
                if slot is None:
                    continue
                if self._members[slot].published < before:
                    forgotten += self.remove(article_id)
                else:
                    left.append(article_id)
            if left:
                self._of_hour[hour] = left
        return forgotten

    def merge(self, story: int, into: int) -> None:
        """Make the articles of `story` part of the story `into`."""
        if story == into:
            return
        for slot in self._of_story.pop(story, []):
            self._members[slot] = replace(self._members[slot], story=into)
            self._of_story.setdefault(into, []).append(slot)


def _hour(at: datetime) -> int:
    return int(at.timestamp() // 3600)
