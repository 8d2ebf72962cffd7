"""What a subscriber does not read is not told, and keeps no readable telling of its story away."""

import pytest

from newsbot.services import wishes
from tests.factories import entry
from tests.fakes.newsroom import Newsroom

GERMAN = "Die Allianz NATO hat sich heute in der Stadt Riga zu einer langen Sitzung getroffen."
ENGLISH = "The NATO alliance met in the city of Riga today for a long meeting of its members."


async def reading(newsroom: Newsroom, *languages: str) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    await wishes.set_languages(newsroom.desk, 1, languages)


async def told(newsroom: Newsroom) -> list[str]:
    await newsroom.run()
    return [message.items[0].headline.text for _, message in newsroom.channel.sent]


@pytest.mark.parametrize(
    ("languages", "count"), [((), 2), (("en",), 1), (("de",), 1), (("en", "de"), 2), (("fr",), 0)]
)
async def test_only_what_is_read_is_told_and_without_a_choice_all_is(
    newsroom: Newsroom, languages: tuple[str, ...], count: int
) -> None:
    await reading(newsroom, *languages)
    newsroom.publish(
        entry(1, title="NATO tagt in Riga über Häfen", text=GERMAN, language="de-AT"),
        entry(2, title="NATO weighs new budget rules", text=ENGLISH),
    )
    assert len(await told(newsroom)) == count
    assert await newsroom.unaccounted() == []


async def test_a_language_is_kept_by_its_primary_code(newsroom: Newsroom) -> None:
    await newsroom.follow("NATO")
    kept = await wishes.set_languages(newsroom.desk, 1, ["pt-BR", "PT"])
    assert kept == ("pt",)
