"""Own the way from a Message to a Document that fits a channel; it writes no markup.

A story is its headline, who tells it and when, the summary, the rules that matched. A list has
a line or two for each story. When there is too much, the summary gives way first, then whole
stories at the end of a list, which are then counted in "and 7 more".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsbot.channels.cleaning import clean, clean_line, safe_url
from newsbot.channels.document import (
    BOLD,
    CODE,
    ITALIC,
    MARK,
    Document,
    Layer,
    Look,
    Run,
    count_layers,
    cut,
    cut_text,
    measure,
    thin,
)
from newsbot.channels.wording import Words, local_time, words_of
from newsbot.domain.message import Change, Item, MarkedText, Message, Outlet

MAX_HEADLINE = 400
MAX_LIST_HEADLINE = 200
MAX_LIST_SUMMARY = 200
MAX_SUMMARY = 4_000
MAX_NAME = 80
MAX_NAMES = 10
MAX_HEADING = 400
MAX_FOOTER = 1_000
MAX_CHANGES = 10
MAX_CHANGE = 200
SHORTEST_SUMMARY = 40
"""Below this many units a summary says nothing and is left out."""

SLACK = 4
"""So many times its room is looked at of a text: blanks and unseen characters go when cleaned."""

SEPARATOR = " · "
NEW_LINE, EMPTY_LINE = Run("\n"), Run("\n\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Say what a channel's screen takes: UTF-16 units and entities; `None` for no limit.

    `defuse` keeps outside text from turning into mentions and commands; `show_urls` writes
    addresses out, for screens that have no links, and no code style either.
    """

    max_units: int | None = None
    max_entities: int | None = None
    defuse: bool = False
    show_urls: bool = False


def lay_out(message: Message, form: Form) -> Document:
    """Return the message as a document within the form's limits; empty when it says nothing."""
    composer = _Composer(message, form, words_of(message.language))
    if len(message.items) == 1 and not message.more:
        document = composer.story(message.items[0])
    else:
        document = composer.list()
    if form.max_units is not None:
        document = cut(document, form.max_units)
    if form.max_entities is not None:
        document = thin(document, form.max_entities)
    return document


@dataclass(frozen=True, slots=True)
class _Composer:
    """Write the parts of one message."""

    message: Message
    form: Form
    words: Words

    def story(self, item: Item) -> Document:
        head = _joined(
            [
                self.heading(),
                self._label(item),
                self._headline(item, MAX_HEADLINE),
                self._byline(item),
            ]
        )
        changes, tail = self._changes(item), _joined([self._rules(item), self.footer()])
        around = [part for part in (head, self._also(item), changes) if part]
        fixed = measure(_joined(around)) + measure(tail) + 2 * measure([EMPTY_LINE])
        room = None if self.form.max_units is None else self.form.max_units - fixed
        summary = self._summary(item, room)
        return _joined([_joined(around), summary, tail], EMPTY_LINE)

    def list(self) -> Document:
        """Write as many stories as fit; those left out are counted with the message's `more`."""
        full = self._listed(with_summaries=True)
        if full[0] == len(self.message.items):
            return full[1]
        return self._listed(with_summaries=False)[1]

    def _listed(self, *, with_summaries: bool) -> tuple[int, Document]:
        blocks = [self.heading()]
        units = entities = 0
        reserved = [self._more(self.message.more + len(self.message.items)), self.footer()]
        for document in [blocks[0], *reserved]:
            units += measure(document) + measure([EMPTY_LINE])
            entities += count_layers(document)
        shown = 0
        for number, item in enumerate(self.message.items, start=1):
            block = self._list_item(number, item, with_summary=with_summaries)
            units += measure(block) + measure([EMPTY_LINE])
            entities += count_layers(tuple(_unmarked(block)))
            if self._is_over(units, entities) and shown:
                break
            blocks.append(block)
            shown = number
        more = self.message.more + len(self.message.items) - shown
        return shown, _joined([*blocks, self._more(more), self.footer()], EMPTY_LINE)

    def _is_over(self, units: int, entities: int) -> bool:
        form = self.form
        return (form.max_units is not None and units > form.max_units) or (
            form.max_entities is not None and entities > form.max_entities
        )

    def heading(self) -> Document:
        """Write the first line bold; a notice may have more, which are plain."""
        longest = MAX_HEADING if self.message.items else self.form.max_units
        count = len(self.message.items) + self.message.more
        heading = self.words.heading(self.message.heading, count)
        first, line_break, rest = _own_text(heading, longest).partition("\n")
        runs = (Run(first, (BOLD,)), Run(line_break + rest))
        return tuple(run for run in runs if run.text)

    def footer(self) -> Document:
        text = _own_text(self.message.footer, MAX_FOOTER)
        return (Run(text, (ITALIC,)),) if text else ()

    def _more(self, count: int) -> Document:
        return (Run(self.words.more.format(count=count), (ITALIC,)),) if count else ()

    def _list_item(self, number: int, item: Item, *, with_summary: bool) -> Document:
        lines = [
            (
                Run(f"{number}. "),
                *self._label(item, ": "),
                *self._headline(item, MAX_LIST_HEADLINE),
            ),
            self._byline(item, with_rules=True),
        ]
        if with_summary:
            lines.append(self._summary(item, MAX_LIST_SUMMARY, lines=False))
        return _joined(lines)

    def _headline(self, item: Item, limit: int) -> Document:
        text = self._cleaned(item.headline, limit)
        if not text.text:
            text = MarkedText(text=self.words.untitled)
        url = safe_url(item.url)
        link = (Layer(Look.LINK, url),) if url and not self.form.show_urls else ()
        runs = cut(tuple(_marked(text, (*link, BOLD))), limit)
        return (*runs, NEW_LINE, Run(url)) if url and self.form.show_urls else runs

    def _byline(self, item: Item, *, with_rules: bool = False) -> Document:
        parts: list[Document] = [self._outlet(outlet, item) for outlet in item.outlets[:1]]
        if item.published is not None:
            parts.append((Run(local_time(item.published, self.message.time_zone, self.words)),))
        if with_rules and len(item.outlets) > 1:
            parts.append((Run(self.words.sources.format(count=len(item.outlets))),))
        if with_rules and item.rules:
            parts.append(self._codes(item.rules))
        return _joined([part for part in parts if part], Run(SEPARATOR))

    def _also(self, item: Item) -> Document:
        others = [self._outlet(outlet, item) for outlet in item.outlets[1 : MAX_NAMES + 1]]
        if not others:
            return ()
        count = Run(SEPARATOR + self.words.sources.format(count=len(item.outlets)))
        return (Run(f"{self.words.also}: "), *_joined(others, Run(", ")), count)

    def _outlet(self, outlet: Outlet, item: Item) -> Document:
        name = short_name(outlet.name, defuse=self.form.defuse)
        url = safe_url(outlet.url)
        links = url and url != item.url and not self.form.show_urls
        return (Run(name, (Layer(Look.LINK, url),) if links else ()),) if name else ()

    def _label(self, item: Item, end: str = "") -> Document:
        label = self.words.label(item.label)
        return (Run(label + end, (ITALIC,)),) if label else ()

    def _changes(self, item: Item) -> Document:
        return _joined([self._change(change) for change in item.changes[:MAX_CHANGES]])

    def _change(self, change: Change) -> Document:
        """Write what became of a story in one line: when, what kind, who says so, the words."""
        moment = local_time(change.at, self.message.time_zone, self.words)
        outlet = short_name(change.outlet, defuse=self.form.defuse)
        about = ", ".join(filter(None, (self.words.label(change.label), outlet)))
        text = self._cleaned(MarkedText(text=change.text), MAX_CHANGE).text
        said = f": {cut_text(text, MAX_CHANGE)}" if text else ""
        return (Run(f"{moment} · ", (ITALIC,)), Run(f"{about}{said}"))

    def _summary(self, item: Item, room: int | None, *, lines: bool = True) -> Document:
        text = self._cleaned(item.summary, room or MAX_SUMMARY, breaks=lines)
        if not text.text or (room is not None and room < SHORTEST_SUMMARY):
            return ()
        runs = tuple(_marked(text, ()))
        return runs if room is None else cut(runs, room)

    def _rules(self, item: Item) -> Document:
        if not item.rules:
            return ()
        return (Run(f"{self.words.matched}: "), *self._codes(item.rules))

    def _codes(self, rules: tuple[str, ...]) -> Document:
        defuse = self.form.defuse and self.form.show_urls  # else code style keeps it from acting
        names = [short_name(rule, defuse=defuse) for rule in rules[:MAX_NAMES]]
        codes = _joined([(Run(name, (CODE,)),) for name in names if name], Run(", "))
        rest = len(rules) - MAX_NAMES
        return (*codes, Run(f" +{rest}")) if rest > 0 else codes

    def _cleaned(self, text: MarkedText, limit: int, *, breaks: bool = False) -> MarkedText:
        return clean(text, breaks=breaks, defuse=self.form.defuse, at_most=limit * SLACK)


def short_name(text: str, *, defuse: bool = False) -> str:
    """Return a name on one line, cut when it is no name any more."""
    return cut_text(clean_line(text, defuse=defuse, at_most=MAX_NAME * SLACK), MAX_NAME)


def _own_text(text: str, longest: int | None) -> str:
    """Return wording of our own: its line breaks, commands and mentions are meant."""
    lines = "\n".join(clean_line(line) for line in text.strip().split("\n"))
    return lines if longest is None else cut_text(lines, longest)


def _marked(text: MarkedText, layers: tuple[Layer, ...]) -> Iterator[Run]:
    at = 0
    for start, end in text.marks:
        if at < start:
            yield Run(text.text[at:start], layers)
        yield Run(text.text[start:end], (*layers, MARK))
        at = end
    if at < len(text.text):
        yield Run(text.text[at:], layers)


def _unmarked(document: Document) -> Iterator[Run]:
    for run in document:
        yield replace(run, layers=tuple(layer for layer in run.layers if layer != MARK))


def _joined(parts: list[Document], between: Run = NEW_LINE) -> Document:
    """Return the parts that hold something, with the same run between them."""
    joined: list[Run] = []
    for part in parts:
        if part:
            joined += [between, *part] if joined else part
    return tuple(joined)
