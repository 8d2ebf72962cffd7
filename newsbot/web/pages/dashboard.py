"""Own the first page: the figures of the last day, renewed while it is open."""

from datetime import datetime, timedelta
from typing import Any, Final

from starlette.responses import Response

from newsbot.services import dashboards
from newsbot.services.dashboards import STEPS, Way
from newsbot.web.pages.charts import Chart, bar_chart, spark
from newsbot.web.pages.looks import span
from newsbot.web.pages.routes import Page, look
from newsbot.web.pages.sources import standing
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.visit import Visit


async def show(visit: Visit) -> Response:
    """Show the dashboard."""
    return visit.page("dashboard.html", here="", **await _figures(visit))


async def renew(visit: Visit) -> Response:
    """Give the figures anew; the open page asks for them by itself."""
    return visit.part("dashboard_figures.html", **await _figures(visit))


async def _figures(visit: Visit) -> dict[str, Any]:
    found = await dashboards.look(visit.desk, reader=visit.me.subscriber_id)
    return {
        "found": found,
        "came": bar_chart([(f"{hour:%H}", came) for hour, came, _sent in found.hours]),
        "went": bar_chart([(f"{hour:%H}", sent) for hour, _came, sent in found.hours]),
        "ways": [
            (_("Published to stored"), found.to_store, _histogram(found.to_store)),
            (_("Stored to sent"), found.to_send, _histogram(found.to_send)),
        ],
        "troubled": [(one, standing(one)) for one in found.troubled],
        "sparks": {one.rule.id: spark(one.days) for one, _hits in found.busiest},
        "longest_wait": _waits(visit, found.oldest_due),
    }


def _histogram(way: Way) -> Chart:
    labels = [f"<{span(end)}" for end in STEPS] + [_("more")]
    return bar_chart(list(zip(labels, way.classes, strict=True)))


def _waits(visit: Visit, oldest: datetime | None) -> timedelta | None:
    """Return for how long the oldest due delivery waits, None when none is due."""
    if oldest is None or oldest >= visit.tools.clock.now():
        return None
    return visit.tools.clock.now() - oldest


PAGES: Final[tuple[Page, ...]] = (
    look("", show),
    look("/dashboard", renew),
)
