"""Own the decision which story an article belongs to, as it arrives; it stores nothing for good.

An article joins the story it is most like (half its nearest article, half all of them) when that
is enough, and else begins one: rather two stories of one event than two events in one story. Same
page and same text are the same story at once. The database keeps the truth: `propose` asks, `add`
tells what was decided, and a grouper fed with the articles of the window again decides alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot.stories.article import StoryArticle
from newsbot.stories.copies import CopyIndex, Signature, signature_of
from newsbot.stories.features import Features, features_of
from newsbot.stories.frequencies import DocumentFrequencies
from newsbot.stories.judgement import Assignment, Judgement, Reason
from newsbot.stories.postings import Postings
from newsbot.stories.similarity import Probe, Vector, vector_of

STORY_WINDOW = timedelta(days=4)
"""Articles further apart tell two events, or one that has become another story."""
SAME_STORY_FROM = 0.275
ONE_STORY_FROM = 0.225
_TOUCHES_FROM = 0.17
_SMALL_STORY = 2
_NEAREST = 0.5
"""Tuned on half of the labelled data; see docs/quality-stories.md."""
_TERMS_ASKED = 32
_ARTICLES_COMPARED = 20
_MEMBERS_COMPARED = 10
"""Bounds of the work for one article, whatever the size of the window."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Hold what was read of an article, once for asking and adding."""

    article: StoryArticle
    features: Features
    signature: Signature | None
    vector: Vector
    changes: int


@dataclass(frozen=True, slots=True)
class _Member:
    """Hold an article of the window."""

    article_id: int
    story: int
    published: datetime
    url_key: str
    vector: Vector


class Grouper:
    """Group articles of a sliding window into stories."""

    def __init__(self, *, window: timedelta = STORY_WINDOW, first_story: int = 1) -> None:
        self._window = window
        self._next_story = first_story
        self._frequencies = DocumentFrequencies()
        self._postings = Postings()
        self._copies = CopyIndex()
        self._members: dict[int, _Member] = {}
        self._stories: dict[int, list[int]] = {}
        self._slot_of_article: dict[int, int] = {}
        self._slot_of_url: dict[str, int] = {}
        self._free: list[int] = []
        self._read: _Reading | None = None
        self._changes = 0

    def __len__(self) -> int:
        """Return the number of articles in the window."""
        return len(self._members)

    def propose(self, article: StoryArticle) -> int | None:
        """Return the story that `article` belongs to, None when it begins one. Changes nothing."""
        return self.judge(article).story

    def judge(self, article: StoryArticle) -> Judgement:
        """Return the story with score and reason. Changes nothing."""
        page = self._slot_of_url.get(article.url_key) if article.url_key else None
        if page is not None:
            return Judgement(story=self._members[page].story, score=1.0, reason=Reason.SAME_PAGE)
        reading = self._reading(article)
        probe = Probe(reading.vector, self._frequencies)
        return self._copied(reading, probe) or self._likest(article, probe)

    def add(self, article: StoryArticle, story: int) -> None:
        """Take `article` in as part of `story`; an article with the same id is replaced."""
        self.remove(article.id)
        reading = self._reading(article)
        vector = reading.vector
        self._changes += 1
        slot = self._free.pop() if self._free else len(self._members)
        self._members[slot] = _Member(article.id, story, article.published, article.url_key, vector)
        self._slot_of_article[article.id] = slot
        if article.url_key:
            self._slot_of_url[article.url_key] = slot
        self._stories.setdefault(story, []).append(slot)
        self._frequencies.add(vector.terms, vector.language)
        self._postings.add(slot, vector.terms)
        if reading.signature is not None:
            self._copies.add(slot, reading.signature)
        self._next_story = max(self._next_story, story + 1)

    def assign(self, article: StoryArticle) -> Assignment:
        """Decide for `article` and take it in; a new story gets the next free number."""
        judged = self.judge(article)
        story = self._next_story if judged.story is None else judged.story
        self.add(article, story)
        for younger in judged.merges:
            self.merge(younger, into=story)
        return Assignment(
            story=story,
            is_new=judged.story is None,
            score=judged.score,
            reason=judged.reason,
            merges=judged.merges,
        )

    def remove(self, article_id: int) -> bool:
        """Forget an article; return whether it was known."""
        slot = self._slot_of_article.pop(article_id, None)
        if slot is None:
            return False
        self._changes += 1
        member = self._members.pop(slot)
        self._free.append(slot)
        if self._slot_of_url.get(member.url_key) == slot:
            del self._slot_of_url[member.url_key]
        slots = self._stories[member.story]
        slots.remove(slot)
        if not slots:
            del self._stories[member.story]
        self._frequencies.remove(member.vector.terms, member.vector.language)
        self._postings.remove(slot, member.vector.terms)
        self._copies.remove(slot)
        return True

    def expire(self, before: datetime) -> int:
        """Forget the articles published before `before`; return how many they were."""
        old = [member.article_id for member in self._members.values() if member.published < before]
        for article_id in old:
            self.remove(article_id)
        return len(old)

    def merge(self, story: int, into: int) -> None:
        """Make the articles of `story` part of the story `into`, as the caller decided."""
        if story == into:
            return
        for slot in self._stories.pop(story, []):
            member = self._members[slot]
            self._members[slot] = _Member(
                member.article_id, into, member.published, member.url_key, member.vector
            )
            self._stories.setdefault(into, []).append(slot)

    def _reading(self, article: StoryArticle) -> _Reading:
        """Read an article, or remember it while nothing changed since it was read."""
        read = self._read
        if read is None or read.article != article:
            features = features_of(article)
            signature = signature_of(article.text)
        elif read.changes == self._changes:
            return read
        else:
            features, signature = read.features, read.signature
        vector = vector_of(features, self._frequencies)
        self._read = _Reading(article, features, signature, vector, self._changes)
        return self._read

    def _is_near(self, article: StoryArticle, member: _Member) -> bool:
        return abs(article.published - member.published) <= self._window

    def _copied(self, reading: _Reading, probe: Probe) -> Judgement | None:
        if reading.signature is None:
            return None
        for similarity, slot in self._copies.copies_of(reading.signature):
            member = self._members[slot]
            if (
                self._is_near(reading.article, member)
                and not probe.is_other_issue_than(member.vector)
                and not probe.is_swapped_with(member.vector)
            ):
                return Judgement(story=member.story, score=similarity, reason=Reason.COPY)
        return None

    def _likest(self, article: StoryArticle, probe: Probe) -> Judgement:
        nearest: dict[int, dict[int, float]] = {}
        for slot in self._postings.best(probe.heaviest(_TERMS_ASKED), _ARTICLES_COMPARED):
            member = self._members[slot]
            if self._is_near(article, member):
                alike = probe.likeness(member.vector)
                if alike > 0.0:
                    nearest.setdefault(member.story, {})[slot] = alike
        scores = {
            story: self._score(probe, article, story, found) for story, found in nearest.items()
        }
        best = max(scores, key=lambda story: (scores[story], -story), default=None)
        if best is None or scores[best] < SAME_STORY_FROM:
            score = 0.0 if best is None else scores[best]
            return Judgement(story=None, score=score, reason=Reason.NEW)
        touched = [
            story
            for story in scores
            if story != best
            and scores[story] >= _TOUCHES_FROM
            and min(len(self._stories[best]), len(self._stories[story])) <= _SMALL_STORY
        ]
        same = [story for story in touched if self._are_one(probe, best, story)]
        oldest = min([best, *same])
        return Judgement(
            story=oldest,
            score=scores[best],
            reason=Reason.SAME_EVENT,
            merges=tuple(sorted({best, *same} - {oldest})),
        )

    def _score(
        self, probe: Probe, article: StoryArticle, story: int, found: dict[int, float]
    ) -> float:
        """Return half the likeness to the nearest article of a story, half that to all of them."""
        alike = dict(found)
        for slot in self._latest(story):
            if slot not in alike and self._is_near(article, self._members[slot]):
                alike[slot] = probe.likeness(self._members[slot].vector)
        values = list(alike.values())
        return _NEAREST * max(values) + (1.0 - _NEAREST) * sum(values) / len(values)

    def _are_one(self, probe: Probe, story: int, other: int) -> bool:
        """Say whether two stories that an article touches are one, the article counted in."""
        probes = [probe] + [
            Probe(self._members[slot].vector, self._frequencies) for slot in self._latest(story)
        ]
        others = [self._members[slot].vector for slot in self._latest(other)]
        links = [one.likeness(vector) for one in probes for vector in others]
        return _NEAREST * max(links) + (1.0 - _NEAREST) * sum(links) / len(links) >= ONE_STORY_FROM

    def _latest(self, story: int) -> Sequence[int]:
        return self._stories[story][-_MEMBERS_COMPARED:]
