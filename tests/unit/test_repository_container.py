"""Container and unit files fit the program: files, variables, credentials, user."""

import re
from pathlib import Path

import pytest

from newsbot.settings.catalogue import CONFIG_VARIABLE, PREFIX, catalogue

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
VARIABLES = {setting.variable for setting in catalogue().values()} | {CONFIG_VARIABLE}


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile",
        "Makefile",
        "scripts/newsbot",
        ".ci/run",
        "config/compose.yaml",
        "config/newsbot.service",
    ],
)
def test_every_variable_that_is_set_for_newsbot_is_a_setting(name: str) -> None:
    text = (ROOT / name).read_text()
    for variable in re.findall(r"\bNEWSBOT_[A-Z_]+[A-Z]", text):
        assert variable in VARIABLES or variable.removesuffix("_FILE") in VARIABLES, variable


def test_the_image_is_built_from_files_that_exist_and_reach_the_builder() -> None:
    admitted = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert source in admitted, source


def test_the_image_runs_as_an_ordinary_user_and_checks_its_health() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\S+)", last_stage, re.MULTILINE) == ["newsbot"]
    assert 'CMD ["newsbot", "healthcheck"]' in last_stage
    assert 'VOLUME ["/srv/newsbot/storage"]' in last_stage
    assert "NEWSBOT_DATA_DIR=/srv/newsbot/storage" in last_stage


def test_the_image_leaves_the_port_to_the_platform() -> None:
    assert "NEWSBOT_WEB_PORT" not in DOCKERFILE


def test_the_unit_loads_credentials_that_newsbot_looks_for() -> None:
    unit = (ROOT / "config" / "newsbot.service").read_text()
    credentials = re.findall(r"^LoadCredential=(\w+):", unit, re.MULTILINE)
    assert credentials
    for name in credentials:
        assert PREFIX + name.upper() in VARIABLES


def test_the_unit_gives_a_stop_more_time_than_newsbot_takes() -> None:
    unit = (ROOT / "config" / "newsbot.service").read_text()
    (timeout,) = re.findall(r"^TimeoutStopSec=(\d+)s", unit, re.MULTILINE)
    grace = catalogue()["worker.grace"].field.default
    assert int(timeout) > grace.total_seconds() + 10
