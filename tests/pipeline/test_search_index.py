"""Hold the search index to its one promise: it narrows down and never loses a hit."""

from datetime import timedelta
from itertools import product
from random import Random

import pytest

from benchmarks.match_mixture import ALIASES, WORDS, random_article, random_query
from newsbot import matching
from newsbot.db import Database, arrivals, prune, search, sources
from newsbot.domain.search import EVERYTHING, MAX_INDEX_CHARS, AnyOf, Asked, Word
from newsbot.matching import Document
from newsbot.matching.articles import document_of
from newsbot.matching.normalise import plain_key
from newsbot.matching.stems import stem
from newsbot.pipeline import indexing
from newsbot.pipeline.indexing import WORDS_FORMAT, words_of
from newsbot.services.narrowing import SUFFIXING, beginnings_of, narrow
from tests.factories import NOON, article, new_article
from tests.fakes.archive import add_source, store

SEED = 20
LONG_AGO = NOON - timedelta(days=999)
ARTICLES = 200
QUERIES = 400


async def found(db: Database, query: str) -> list[int]:
    parsed = matching.parse(query, aliases=ALIASES)
    assert parsed.query is not None
    return await candidates(db, narrow(parsed.query, lambda _: ()).asked)


async def candidates(db: Database, asked: Asked | None) -> list[int]:
    """Return what would be judged: what the index gives, and that of which it says nothing."""
    assert asked is not None
    async with db.reading() as tx:
        unknown = await search.unknown(tx, WORDS_FORMAT, since=LONG_AGO)
        held = await search.holding(tx, asked, since=LONG_AGO)
    return sorted({place.article_id for place in (*unknown, *held)})


async def test_no_hit_of_any_query_is_lost(database: Database) -> None:
    random = Random(SEED)
    source_id = await add_source(database, "paper")
    documents = [random_article(random) for _ in range(ARTICLES)]
    stored = await store(database, source_id, documents)
    prepared = {one.id: matching.prepare(document_of(one)) for one in stored}
    hits = narrowed = kept = exact = 0
    for _ in range(QUERIES):
        query = random_query(random)
        parsed = matching.parse(query, aliases=ALIASES)
        if parsed.query is None:
            continue
        expected = {key for key, one in prepared.items() if matching.matches(parsed.query, one)}
        found = narrow(parsed.query, lambda text: [source_id] if text in {"paper", "1"} else [])
        if found.asked is None:
            continue
        async with database.reading() as tx:
            places = await search.holding(tx, found.asked, since=LONG_AGO)
        held = {place.article_id for place in places}
        assert expected <= held, query
        assert not found.is_exact or expected == held, query
        hits += len(expected)
        kept += len(held)
        exact += found.is_exact
        narrowed += 1
    assert hits > QUERIES, "the articles must be dense in hits"
    assert kept < narrowed * ARTICLES / 2, "an index that lets everything pass is none"
    assert exact > QUERIES / 10, "the index must decide some by itself"


async def test_signs_that_the_databases_know_are_only_words(database: Database) -> None:
    source_id = await add_source(database, "paper")
    words = ["O'Brien", "AT&T", "C++", ".NET", "3.5%", "Дем’янюк", "U.S.", "🇺🇦", "F-16", "a\\b"]
    stored = await store(database, source_id, [Document(title=word, lang="en") for word in words])
    ids = {one.title: one.id for one in stored}
    for word in words:
        (hit,) = [one for one in await found(database, f'"{word}"') if one == ids[word]]
        assert hit


@pytest.mark.parametrize("text", ["' | '", '" OR "', "*", ":*", "\\", "a' & !b", "\x01x y"])
async def test_no_text_of_a_query_steers_the_database(database: Database, text: str) -> None:
    source_id = await add_source(database, "paper")
    await store(database, source_id, [Document(title="one"), Document(title="two")])
    asked = narrow(matching.query.Value(field="lang", text=text), lambda _: ()).asked
    assert await candidates(database, asked) == []


async def test_a_renamed_source_answers_to_its_new_name(database: Database) -> None:
    first, second = await add_source(database, "paper"), await add_source(database, "wire")
    await store(database, first, [Document(title="one")])
    (wanted,) = await store(database, second, [Document(title="two")])
    async with database.transaction() as tx:
        await sources.edit(tx, second, {"name": "agency"})
    narrowed = narrow(
        matching.query.Value(field="source", text="Agency"),
        lambda text: [second] if text == "agency" else [],
    )
    assert await candidates(database, narrowed.asked) == [wanted.id]


async def test_what_is_revised_is_a_candidate_until_it_is_processed_again(
    database: Database,
) -> None:
    source_id = await add_source(database, "paper")
    (one,) = await store(database, source_id, [Document(title="Rain")])
    assert await found(database, "Snow") == []
    async with database.transaction() as tx:
        await arrivals.revise(tx, [(one.id, new_article(1, title="Snow"))], NOON)
    assert await found(database, "Snow") == [one.id]


async def test_what_is_pruned_leaves_the_index(database: Database) -> None:
    source_id = await add_source(database, "paper")
    await store(database, source_id, [Document(title="Rain")])
    later = NOON + timedelta(days=100)
    async with database.transaction() as tx:
        await prune.prune_articles(tx, before=later, now=later, limit=10)
    assert await found(database, "Rain") == []


async def test_the_articles_of_a_removed_source_leave_the_index(database: Database) -> None:
    source_id = await add_source(database, "paper")
    await store(database, source_id, [Document(title="Rain")])
    async with database.transaction() as tx:
        await sources.remove(tx, source_id)
    assert await found(database, "Rain") == []


async def test_what_an_earlier_version_left_is_found_and_then_indexed(database: Database) -> None:
    source_id = await add_source(database, "paper")
    (one,) = await store(database, source_id, [Document(title="Rain")], indexed=False)
    assert await found(database, "Snow") == [one.id]

    assert await indexing.run_once(database) == 1

    assert await found(database, "Snow") == []
    assert await found(database, "Rain") == [one.id]
    assert await indexing.run_once(database) == 0


async def test_an_article_of_too_many_words_is_a_candidate_for_all(database: Database) -> None:
    long = article(text=" ".join(f"word{number}" for number in range(MAX_INDEX_CHARS // 8)))
    assert words_of(long, matching.prepare(document_of(long))) == (EVERYTHING,)
    source_id = await add_source(database, "paper")
    (one,) = await store(database, source_id, [Document(title="Rain", body=long.text)])
    assert await found(database, "Snow") == [one.id]


async def test_a_word_longer_than_the_index_holds_is_found(database: Database) -> None:
    source_id = await add_source(database, "paper")
    word = "a" * 300
    (one,) = await store(database, source_id, [Document(body=word)])
    assert await found(database, word) == [one.id]
    assert await found(database, f"{word[:200]}*") == [one.id]


async def test_a_query_of_very_many_words_can_be_asked(database: Database) -> None:
    source_id = await add_source(database, "paper")
    (one,) = await store(database, source_id, [Document(title="word7")])
    parts = tuple(Word(text=f"word{number}", prefix=number % 2 == 0) for number in range(5_000))
    assert await candidates(database, AnyOf(parts=parts)) == [one.id]


_ENDINGS = """
    s es ed ing ies y ly ness ation ational izer ful ment ement able ibles er est en e em ern ung
    heit keit isch lich ig mente ção ções amos aron ando iendo iva ivas ité euse eux issement aux
    ului ilor ează iamo atrice tori at aste ende heden het elser erne ených ách ości owany ować ów
    ам ами ого его ых ешь ться ующий ение ости н нн о ात ियों ाओं ող ների கள் ை ak ban okkal ság
    tele misse dega arsa kommen ter ü
"""
_STARTS = """
    invad sanction relat happ l d sk hopp gener commun arsen über häuser kömm für quäl blau au eu
    boe pou señ cáñam avión règn chèr noël perché città àn ação coraç școl țar skýš dům żó łą ő ű
    война санкц бе ё नम यूक्रे ուկրաին உக்ரை x ab w
"""


@pytest.mark.parametrize("lang", sorted(SUFFIXING))
def test_every_form_begins_as_its_stem_is_asked_for(lang: str) -> None:
    random = Random(SEED)
    starts, endings = _STARTS.split(), _ENDINGS.split()
    words = {start + ending for start, ending in product(starts, endings)}
    words.update(
        random.choice(starts) + random.choice(endings) + random.choice(endings)
        for _ in range(2_000)
    )
    words.update(word.casefold() for word in WORDS if word.isalpha())
    for word in words:
        same = beginnings_of(lang, word)
        assert plain_key(word).startswith(same), (word, stem(lang, word), same)
