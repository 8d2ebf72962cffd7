"""Fixtures that every suite may use; rooms keep their own in their folder."""

import pytest

pytest_plugins = ["tests.fakes.postgres", "tests.fakes.store"]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker run what starts and kills processes: two storms at once disturb each other."""
    for item in items:
        if item.get_closest_marker("processes"):
            item.add_marker(pytest.mark.xdist_group("processes"))
