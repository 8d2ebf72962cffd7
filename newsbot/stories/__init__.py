"""Own what makes articles one story, and the summary of it: pure, no clock, no I/O, no settings."""

from newsbot.stories.article import StoryArticle
from newsbot.stories.grouper import STORY_WINDOW, Grouper
from newsbot.stories.judgement import Assignment, Judgement, Reason
from newsbot.stories.notices import is_corrected_title
from newsbot.stories.novelty import is_news_beside
from newsbot.stories.revisions import Change, Revision, Wording, compare
from newsbot.stories.sentences import Sentence, split_sentences
from newsbot.stories.summaries import summarize, summarize_story

__all__ = [
    "STORY_WINDOW",
    "Assignment",
    "Change",
    "Grouper",
    "Judgement",
    "Reason",
    "Revision",
    "Sentence",
    "StoryArticle",
    "Wording",
    "compare",
    "is_corrected_title",
    "is_news_beside",
    "split_sentences",
    "summarize",
    "summarize_story",
]
