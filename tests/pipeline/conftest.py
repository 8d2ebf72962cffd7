"""Give pipeline tests a newsroom on each database."""

import pytest

from newsbot.db import Database
from tests.fakes.newsroom import Newsroom


@pytest.fixture
def newsroom(database: Database) -> Newsroom:
    """Give a newsroom without an attention budget: each alert goes out as it is."""
    return Newsroom(db=database)
