"""Say what a rule is told to have missed: siblings in stories that it met, and by which words."""

from newsbot.services import rules
from newsbot.services.recall import recall
from tests.factories import entry
from tests.fakes.newsroom import Newsroom

HIT = (
    "A Shahed drone struck the grain terminal of Orvik harbour on Friday night, Mayor Ida Holm "
    "said. Two silos burned until morning and nobody was hurt at the terminal."
)
MISS = (
    "A UAV struck the grain terminal of Orvik harbour on Friday night. Mayor Ida Holm said two "
    "silos burned until morning. Nobody was hurt at the terminal."
)


async def test_the_words_of_missed_siblings_are_offered(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    kept = await rules.add(newsroom.desk, "drone")
    title = "strikes grain terminal of Orvik harbour"
    newsroom.publish(
        entry(1, title=f"Drone {title}", text=HIT),
        entry(2, title=f"UAV {title}", text=MISS),
        entry(3, title="Maps on show in Nordvik", text="A museum shows maps that whalers drew."),
    )
    await newsroom.run()

    found = await recall(newsroom.desk, kept.rule.id)

    assert (found.stories, found.articles) == (1, 1)
    words = {one.word: one for one in found.words}
    assert "drone" not in words
    assert "maps" not in words
    assert words["uav"].query == '(drone) OR "uav"'


async def test_a_rule_that_missed_nothing_is_told_so(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    kept = await rules.add(newsroom.desk, "drone")
    newsroom.publish(entry(1, title="Drone strikes Orvik", text=HIT))
    await newsroom.run()

    found = await recall(newsroom.desk, kept.rule.id)

    assert (found.stories, found.articles, found.words) == (0, 0, ())
