"""A setting that nothing reads would be a promise that nobody keeps."""

import re
from pathlib import Path

from newsbot.settings.catalogue import Setting, catalogue

PACKAGE = Path(__file__).resolve().parents[2] / "newsbot"

AWAITED: frozenset[str] = frozenset()
"""Settings of parts that are being built; each leaves this list with its part."""


def test_every_setting_is_read_somewhere() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "settings"
    )
    unread = {key for key, setting in catalogue().items() if not is_read(setting, code)}
    assert unread <= AWAITED


def is_read(setting: Setting, code: str) -> bool:
    owner = setting.section or "settings"
    return re.search(rf"\b{owner}\.{setting.name}\b", code) is not None
