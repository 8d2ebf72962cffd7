"""Own the list of the pages as people see it: names, order, keys. Roles are checked by routes."""

from dataclasses import dataclass
from typing import Final

from newsbot.domain.account import Principal, Role
from newsbot.web.pages.texts import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Hold one entry; `path` is below `/admin`."""

    path: str
    name: str
    role: Role = Role.VIEWER


Groups = list[tuple[str, list[Link]]]

_GROUPS: Final[Groups] = [
    (
        "",
        [
            Link(path="", name=_("Dashboard")),
            Link(path="rules", name=_("Rules")),
            Link(path="aliases", name=_("Alias sets")),
            Link(path="sources", name=_("Sources")),
            Link(path="articles", name=_("Articles")),
            Link(path="stories", name=_("Stories")),
        ],
    ),
    (
        _("House"),
        [
            Link(path="why", name=_("Why told, or not?")),
            Link(path="account", name=_("My account")),
        ],
    ),
]

KEYS: Final = (
    ("d", _("go to the dashboard"), ""),
    ("r", _("go to the rules"), "rules"),
    ("s", _("go to the sources"), "sources"),
    ("a", _("go to the articles"), "articles"),
    ("t", _("go to the stories"), "stories"),
)
"""Pressed after `g`, as mail programs do it."""


def navigation(me: Principal) -> Groups:
    """Return the entries that this person may open."""
    shown = [(group, [one for one in links if me.may(one.role)]) for group, links in _GROUPS]
    return [(group, links) for group, links in shown if links]
