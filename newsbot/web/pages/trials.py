"""Own how the answer of a backtest is made ready for its part of a page."""

from typing import Any

from newsbot.services import volumes
from newsbot.services.backtests import Backtest
from newsbot.web.pages.charts import bar_chart
from newsbot.web.pages.pieces import body_pieces, leaves_of, title_pieces


def hits_of(found: Backtest) -> list[dict[str, Any]]:
    """Return the hits that are shown, their matched words marked."""
    return [
        {
            "article": one.article,
            "change": one.change,
            "title": title_pieces(one.article, one.evidence),
            "body": body_pieces(one.article, one.evidence),
            "leaves": leaves_of(one.evidence),
        }
        for one in found.shown
    ]


def trial(found: Backtest, *, advises: bool) -> dict[str, Any]:
    """Return the values of `rule_preview.html`; `advises` lets it ask for advice next."""
    figures = volumes.volume(found)
    return {
        "found": found,
        "figures": figures,
        "chart": bar_chart([(f"{day:%d %b}", hits) for day, hits in figures.days]),
        "shown": hits_of(found),
        "advises": advises,
    }
