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
from newsbot.stories.copies import Signature, signature_of
from newsbot.stories.features import Features, features_of
from newsbot.stories.judgement import Assignment, Judgement, Reason
from newsbot.stories.similarity import Probe, Vector, vector_of
from newsbot.stories.window import Member, Window

STORY_WINDOW = timedelta(days=4)
"""Articles further apart tell two events, or one that has become another story."""
SAME_STORY_FROM = 0.29
UNMERGED_STORY_FROM = 0.26
ONE_STORY_FROM = 0.225
_TOUCHES_FROM = 0.17
_SMALL_STORY = 2
_NEAREST = 0.5
"""Chosen on labelled data; see docs/quality-stories.md."""
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


class Grouper:
    """Group articles of a sliding window into stories."""

    def __init__(self, *, window: timedelta = STORY_WINDOW, first_story: int = 1) -> None:
        self._window = window
        self._next_story = first_story
        self._articles = Window()
        self._read: _Reading | None = None

    def __len__(self) -> int:
        """Return the number of articles in the window."""
        return len(self._articles)

    def propose(self, article: StoryArticle) -> int | None:
        """Return the story that `article` fits best, None when it begins one. Changes nothing.

        For a caller who merges no stories: splits are final then, and the bar is lower.
        """
        return self._judge(article, UNMERGED_STORY_FROM).nearest

    def judge(self, article: StoryArticle) -> Judgement:
        """Return the story with score, reason and the stories to merge. Changes nothing."""
        return self._judge(article, SAME_STORY_FROM)

    def add(self, article: StoryArticle, story: int) -> None:
        """Take `article` in as part of `story`; an article with the same id is replaced."""
        self._articles.remove(article.id)
        reading = self._reading(article)
        self._articles.add(article, story, reading.vector, reading.signature)
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
        return self._articles.remove(article_id)

    def expire(self, before: datetime) -> int:
        """Forget the articles published before `before`; return how many they were."""
        return self._articles.expire(before)

    def merge(self, story: int, into: int) -> None:
        """Make the articles of `story` part of the story `into`, as the caller decided."""
        self._articles.merge(story, into)

    def _judge(self, article: StoryArticle, bar: float) -> Judgement:
        page = self._articles.page(article.url_key)
        if page is not None:
            story = page.story
            return Judgement(story=story, nearest=story, score=1.0, reason=Reason.SAME_PAGE)
        reading = self._reading(article)
        probe = Probe(reading.vector, self._articles.frequencies)
        return self._copied(reading, probe) or self._likest(article, probe, bar)

    def _reading(self, article: StoryArticle) -> _Reading:
        """Read an article, or remember it while nothing changed since it was read."""
        read = self._read
        if read is None or read.article != article:
            features = features_of(article)
            signature = signature_of(article.text)
        elif read.changes == self._articles.changes:
            return read
        else:
            features, signature = read.features, read.signature
        vector = vector_of(features, self._articles.frequencies)
        self._read = _Reading(article, features, signature, vector, self._articles.changes)
        return self._read

    def _is_near(self, article: StoryArticle, member: Member) -> bool:
        return abs(article.published - member.published) <= self._window

    def _copied(self, reading: _Reading, probe: Probe) -> Judgement | None:
        if reading.signature is None:
            return None
        for similarity, slot in self._articles.copies.copies_of(reading.signature):
            member = self._articles[slot]
            if (
                self._is_near(reading.article, member)
                and not probe.is_other_issue_than(member.vector)
                and not probe.is_swapped_with(member.vector)
            ):
                story = member.story
                return Judgement(story=story, nearest=story, score=similarity, reason=Reason.COPY)
        return None

    def _likest(self, article: StoryArticle, probe: Probe, bar: float) -> Judgement:
        nearest: dict[int, dict[int, float]] = {}
        for slot in self._articles.postings.best(probe.heaviest(_TERMS_ASKED), _ARTICLES_COMPARED):
            member = self._articles[slot]
            if self._is_near(article, member):
                alike = probe.likeness(member.vector)
                if alike > 0.0:
                    nearest.setdefault(member.story, {})[slot] = alike
        scores = {
            story: self._score(probe, article, story, found) for story, found in nearest.items()
        }
        best = max(scores, key=lambda story: (scores[story], -story), default=None)
        if best is None or scores[best] < bar:
            score = 0.0 if best is None else scores[best]
            return Judgement(story=None, nearest=None, score=score, reason=Reason.NEW)
        touched = [
            story
            for story in scores
            if story != best
            and scores[story] >= _TOUCHES_FROM
            and min(len(self._articles.of_story(best)), len(self._articles.of_story(story)))
            <= _SMALL_STORY
        ]
        same = [story for story in touched if self._are_one(probe, best, story)]
        oldest = min([best, *same])
        return Judgement(
            story=oldest,
            nearest=best,
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
            if slot not in alike and self._is_near(article, self._articles[slot]):
                alike[slot] = probe.likeness(self._articles[slot].vector)
        values = list(alike.values())
        return _NEAREST * max(values) + (1.0 - _NEAREST) * sum(values) / len(values)

    def _are_one(self, probe: Probe, story: int, other: int) -> bool:
        """Say whether two stories that an article touches are one, the article counted in."""
        probes = [probe] + [
            Probe(self._articles[slot].vector, self._articles.frequencies)
            for slot in self._latest(story)
        ]
        others = [self._articles[slot].vector for slot in self._latest(other)]
        links = [one.likeness(vector) for one in probes for vector in others]
        return _NEAREST * max(links) + (1.0 - _NEAREST) * sum(links) / len(links) >= ONE_STORY_FROM

    def _latest(self, story: int) -> Sequence[int]:
        return self._articles.of_story(story)[-_MEMBERS_COMPARED:]
