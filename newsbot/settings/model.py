"""Own Settings, the whole of one process's settings, and what can be said of them together.

It reads nothing: values come from `load`, and texts about them are made in `display`.
"""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, Field, model_validator

from newsbot.settings import values
from newsbot.settings.kinds import DatabaseUrl, Folder
from newsbot.settings.sections import (
    MINUTE,
    Alerts,
    Apprise,
    Email,
    Fetch,
    Log,
    Net,
    Retention,
    Section,
    Stories,
    Telegram,
    Web,
    Worker,
)

SQLITE_FILE = "newsbot.db"


class Settings(BaseModel):
    """Hold every setting of one process; frozen, and complete once `data_dir` is known."""

    model_config = Section.model_config

    database_url: DatabaseUrl = Field(
        description="Where everything is stored; empty for SQLite in data_dir. "
        "postgresql://user:password@host/name for several processes."
    )
    data_dir: Folder = Field(
        description="Folder for run-time state; empty for the user's data folder."
    )
    telegram: Telegram = Telegram()
    email: Email = Email()
    apprise: Apprise = Apprise()
    web: Web = Web()
    net: Net = Net()
    fetch: Fetch = Fetch()
    alerts: Alerts = Alerts()
    stories: Stories = Stories()
    retention: Retention = Retention()
    worker: Worker = Worker()
    log: Log = Log()

    @model_validator(mode="before")
    @classmethod
    def _store_in_the_data_folder(cls, given: Mapping[str, object]) -> dict[str, object]:
        """Let the database be a file in `data_dir` unless another one is named."""
        whole = dict(given)
        if "data_dir" in whole:
            whole.setdefault("database_url", f"sqlite:///{whole['data_dir']}/{SQLITE_FILE}")
        return whole

    def secrets(self) -> tuple[str, ...]:
        """Return each secret text that is set, for the log to scrub."""
        password = urlsplit(self.database_url.get_secret_value()).password or ""
        found = (
            self.telegram.token.get_secret_value(),
            self.telegram.webhook_secret.get_secret_value(),
            self.web.metrics_token.get_secret_value(),
            self.email.password.get_secret_value(),
            *self.apprise.by_name.values(),
            password,
            unquote(password),
        )
        return tuple(dict.fromkeys(secret for secret in found if secret))

    def warnings(self) -> tuple[str, ...]:
        """Return a sentence for each setting that is allowed and probably not meant."""
        found = []
        if self.fetch.interval < MINUTE:
            shown = values.format_duration(self.fetch.interval)
            found.append(
                f"fetch.interval is {shown}: publishers block readers that poll "
                "more than once a minute; use 1m or more outside of tests"
            )
        if self.telegram.chat_id and not self.telegram.token.get_secret_value():
            found.append(
                "telegram.chat_id is set without telegram.token: nothing is sent to Telegram; "
                "set NEWSBOT_TELEGRAM_TOKEN"
            )
        if not self.web.base_url and self.web.host not in {"127.0.0.1", "::1", "localhost"}:
            found.append(
                f"web.base_url is not set: links in feeds and messages start with "
                f"{self.web.public_url}; set it to the address that readers use"
            )
        if self.email.host and not self.web.base_url:
            found.append(
                "email.host is set without web.base_url: the links in mails (confirm, unsubscribe) "
                f"start with {self.web.public_url}; set it to the address that readers use"
            )
        if self.email.security == "none" and self.email.password.get_secret_value():
            found.append(
                "email.security is none: the password goes over the network in clear; "
                "use starttls or tls"
            )
        return tuple(found)
