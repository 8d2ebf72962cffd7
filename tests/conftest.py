"""Fixtures that every suite may use; rooms keep their own in their folder."""

pytest_plugins = ["tests.fakes.postgres", "tests.fakes.store"]
