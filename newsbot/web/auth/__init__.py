"""Own who may do what over HTTP: cookies, CSRF, the gate before each route, and the login doors.

It draws no page: what a person sees comes from a `Forms`, which the pages own.
"""

from newsbot.web.auth.account import account_routes
from newsbot.web.auth.address import SiteAddress
from newsbot.web.auth.doors import door_routes
from newsbot.web.auth.forms import Forms, PlainForms, read_form
from newsbot.web.auth.gate import (
    Access,
    Gate,
    GuardedRoute,
    csrf_of,
    desk_of,
    principal_of,
    unguarded,
)

__all__ = [
    "Access",
    "Forms",
    "Gate",
    "GuardedRoute",
    "PlainForms",
    "SiteAddress",
    "account_routes",
    "csrf_of",
    "desk_of",
    "door_routes",
    "principal_of",
    "read_form",
    "unguarded",
]
