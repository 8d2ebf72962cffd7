"""Own the settings of a process: read once, checked whole, then handed down frozen.

What people change while newsbot runs (sources, rules, subscribers) are rows in the database, not
settings. Only `cli` calls `load`; only this package reads the environment.
"""

from newsbot.settings.display import Row, example_toml, mask_url, reference_table, shown
from newsbot.settings.load import Loaded, load, load_with_origins
from newsbot.settings.model import Settings
from newsbot.settings.sections import (
    Alerts,
    Fetch,
    Log,
    Net,
    Retention,
    Stories,
    Telegram,
    Web,
    Worker,
)

__all__ = [
    "Alerts",
    "Fetch",
    "Loaded",
    "Log",
    "Net",
    "Retention",
    "Row",
    "Settings",
    "Stories",
    "Telegram",
    "Web",
    "Worker",
    "example_toml",
    "load",
    "load_with_origins",
    "mask_url",
    "reference_table",
    "shown",
]
