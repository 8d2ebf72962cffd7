"""Texts about settings: the example, the reference, and the dump that may be shown to anybody."""

import tomllib
from pathlib import Path

import pytest

from newsbot.settings import (
    Loaded,
    example_toml,
    load_with_origins,
    mask_url,
    reference_table,
    shown,
)
from newsbot.settings.catalogue import FLAT, catalogue, sections

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


def load(tmp_path: Path, environ: dict[str, str] | None = None) -> Loaded:
    return load_with_origins(environ=environ or {}, cwd=tmp_path, home=tmp_path)


def uncommented() -> str:
    lines = example_toml().splitlines()
    return "\n".join(
        line[1:] if line.startswith("#") and line[1:2] != " " else line for line in lines
    )


def test_the_example_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "newsbot.toml").write_text(example_toml())
    before = load_with_origins(environ={}, cwd=tmp_path.parent, home=tmp_path)
    after = load(tmp_path)
    assert after.file is not None
    assert after.settings == before.settings


def test_the_uncommented_example_names_every_setting_with_its_default(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "newsbot.toml").write_text(uncommented())
    named = set()
    for key, value in tomllib.loads(uncommented()).items():
        named |= {f"{key}.{name}" for name in value} if isinstance(value, dict) else {key}
    assert named == set(catalogue())
    assert (
        load(tmp_path).settings
        == load_with_origins(environ={}, cwd=tmp_path.parent, home=tmp_path).settings
    )


def test_no_line_of_the_example_is_too_long_to_read() -> None:
    assert max(map(len, example_toml().splitlines())) <= 100


def test_the_reference_has_a_line_for_every_setting() -> None:
    table = reference_table()
    for setting in catalogue().values():
        assert f"| `{setting.key}` | `{setting.variable}` |" in table


def test_every_setting_and_table_is_explained() -> None:
    for setting in catalogue().values():
        assert setting.description.endswith("."), setting.key
    for name, section in sections().items():
        assert section.__doc__, name


def test_every_flat_name_is_the_name_of_a_setting() -> None:
    assert set(catalogue()) >= FLAT


def test_the_dump_shows_origins_and_masks_every_secret(tmp_path: Path) -> None:
    environ = {
        setting.variable: "hunter22hunter22" for setting in catalogue().values() if setting.secret
    }
    environ["NEWSBOT_APPRISE__TARGETS"] = "phone=ntfy://hunter22hunter22"
    environ["NEWSBOT_TELEGRAM_TOKEN"] = TOKEN
    environ["NEWSBOT_DATABASE_URL"] = "postgresql://news:hunter22@db/news?sslpassword=hunter22"
    rows = {row.key: row for row in shown(load(tmp_path, environ))}
    assert set(rows) == set(catalogue())
    assert rows["telegram.token"].origin == "from NEWSBOT_TELEGRAM_TOKEN"
    assert rows["web.port"].value == "8420"
    assert "postgresql://news:" in rows["database_url"].value
    assert not [row for row in rows.values() if "hunter22" in row.value or TOKEN in row.value]


def test_a_settings_object_gives_no_secret_away_when_printed(tmp_path: Path) -> None:
    settings = load(tmp_path, {"NEWSBOT_TELEGRAM_TOKEN": TOKEN}).settings
    assert TOKEN not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("postgresql://u:p@db/n", "postgresql://u:********@db/n"),
        ("postgresql://u:p@ss@db/n", "postgresql://u:********@db/n"),
        ("postgresql://u@db/n", "postgresql://u@db/n"),
        ("sqlite:////srv/a b/n.db", "sqlite:////srv/a b/n.db"),
        (
            "postgresql:///n?host=/tmp&PASSWORD=p&x=1",
            "postgresql:///n?host=/tmp&PASSWORD=********&x=1",
        ),
    ],
)
def test_only_the_password_of_an_address_is_masked(url: str, masked: str) -> None:
    assert mask_url(url) == masked
