"""What a page saved as plain text becomes."""

from pathlib import Path

import pytest

from newsbot.extract import extract_page, extract_text

SEED = Path(__file__).parents[2].parent / "shared" / "data" / "seed"

SAVED = """\
Mon 4 March 2024

Harbour Herald

All the news of the coast

Ferry pier "unsafe" until spring

Ferry pier “unsafe” until spring

The harbour council agreed on Tuesday to close the old ferry pier for repairs until spring, and \
engineers found cracks in three of the nine piles when the water stood low in September.

What happens next

Ferries will leave from the fish market instead, and tickets keep their price meanwhile.

See also  Bridge toll: council to raise it again in May
"""


def test_a_saved_page_loses_day_name_slogan_second_headline_and_pointer() -> None:
    found = extract_text(SAVED)

    assert found.title == 'Ferry pier "unsafe" until spring'
    assert found.text.startswith("The harbour council")
    assert found.text.endswith("tickets keep their price meanwhile.")
    assert "What happens next" in found.text.split("\n\n")
    assert found.site == "Harbour Herald"
    assert found.published is None
    assert found.language == "en"


def test_bytes_without_markup_are_read_as_plain_text() -> None:
    assert extract_page(SAVED.encode()) == extract_text(SAVED)


def test_without_a_second_headline_the_longest_line_over_the_text_is_the_headline() -> None:
    once = SAVED.replace("Ferry pier “unsafe” until spring\n\n", "")

    found = extract_text(once, site_title="Harbour Herald")

    assert found.title == 'Ferry pier "unsafe" until spring'


@pytest.mark.skipif(not SEED.is_dir(), reason="the developers' data folder is not there")
@pytest.mark.parametrize("path", sorted(SEED.glob("*.txt")), ids=lambda path: path.name)
def test_the_seed_page_is_its_article_alone(path: Path) -> None:
    found = extract_text(path.read_text(encoding="utf-8"))

    assert "real risk of conflict" in found.title
    assert found.text.startswith("US Deputy Secretary")
    assert found.text.endswith("since 2014.")
    assert "See also" not in found.text
    assert "just In" not in found.text
    assert found.published is None
    assert found.warnings == ()
