"""Own the pages of the administration put together; the gate before them is built here too."""

from collections.abc import Sequence

from newsbot.app.composition import App
from newsbot.services.feeds import Site
from newsbot.web.auth import Gate, GuardedRoute, SiteAddress
from newsbot.web.pages import Doors, Looks, PageTools, page_routes


def build_gate(app: App, site: Site) -> Gate:
    """Return the gate, whose doors have the look of the pages behind it."""
    address = SiteAddress(base_url=site.base_url)
    doors = Doors(looks=Looks(address.prefix), clock=app.clock)
    return Gate(desk=app.desk(door="web"), address=address, forms=doors)


def administration_routes(app: App, site: Site, gate: Gate) -> Sequence[GuardedRoute]:
    """Return the routes of the pages below `/admin`; the last one catches what no other does."""
    tools = PageTools(
        db=app.db,
        clock=app.clock,
        site=site,
        fetcher=app.client,
        pages=app.fetch.pages or app.client,
        reader=app.reader,
        interval=app.settings.fetch.interval,
        secure=gate.address.is_https,
    )
    return page_routes(gate, tools, Looks(gate.address.prefix))
