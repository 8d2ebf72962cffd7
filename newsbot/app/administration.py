"""Own the parts of the administration put together: the gate, its doors, the pages behind it."""

from collections.abc import Sequence

from newsbot.app.composition import App
from newsbot.channels import read_address
from newsbot.services.feeds import Site
from newsbot.web.auth import Gate, GuardedRoute, SiteAddress, door_routes
from newsbot.web.pages import Doors, Looks, PageTools, page_routes


def build_administration(app: App, site: Site) -> Sequence[GuardedRoute]:
    """Return every route below `/admin`."""
    address = SiteAddress(base_url=site.base_url)
    looks = Looks(address.prefix)
    gate = Gate(
        desk=app.desk(door="web"), address=address, forms=Doors(looks=looks, clock=app.clock)
    )
    tools = PageTools(
        db=app.db,
        clock=app.clock,
        site=site,
        fetcher=app.client,
        pages=app.fetch.pages,
        reader=app.reader,
        channels=app.channels,
        read_address=read_address,
        interval=app.settings.fetch.interval,
        secure=address.is_https,
    )
    return (*door_routes(gate), *page_routes(gate, tools, looks))
