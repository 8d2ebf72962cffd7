"""Own who administers: User, Role, Scope and the Principal that a request acts for.

It keeps no password and reads no clock; how somebody proves who they are is the business of
`services.accounts`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """Say what a user may do: look, change content, or run the house. Each covers the former."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def covers(self, needed: "Role") -> bool:
        """Say whether this role may do what the other one may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)


class Scope(StrEnum):
    """Say what an API key is for; a key never may more than its user's role."""

    READ = "read"
    SOURCES = "sources"
    RULES = "rules"
    STORIES = "stories"
    SUBSCRIBERS = "subscribers"
    DELIVERIES = "deliveries"
    FEEDS = "feeds"
    USERS = "users"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Hold a person with an account; `state` is active or paused.

    `subscriber_id` names the subscriber whose rules are this person's own. Without a password
    the person has not followed the set-up link yet.
    """

    id: int
    name: str
    role: Role
    state: str
    subscriber_id: int | None
    has_password: bool
    has_totp: bool
    created_at: datetime
    last_login_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Hold a login of a browser, without its token."""

    id: int
    user_id: int
    agent: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """Hold what is known of an API key; `hint` is its beginning, the key is shown only once."""

    id: int
    user_id: int
    name: str
    hint: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Name who acts, by which proof, and what that proof allows.

    `scopes` is None for a session, which may all that the role may.
    """

    user_id: int
    name: str
    role: Role
    door: Literal["web", "api"]
    scopes: frozenset[Scope] | None = None
    subscriber_id: int | None = None
    session_id: int | None = None
    key_id: int | None = None

    def may(self, role: Role, scope: Scope = Scope.READ) -> bool:
        """Say whether role and proof both allow an act."""
        return self.role.covers(role) and (self.scopes is None or scope in self.scopes)

    def owns(self, subscriber_id: int | None) -> bool:
        """Say whether what belongs to a subscriber is this person's own."""
        return subscriber_id is not None and subscriber_id == self.subscriber_id
