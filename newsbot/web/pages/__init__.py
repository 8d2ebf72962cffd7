"""Own the administration as web pages: forms in, services called, templates filled.

    routes, building   the table of pages, each with its role, behind the gate
    visit, forms       one request as a page sees it
    looks, navigation  how pages are made and found; texts, the door to other languages
    pieces, charts, spoken   figures and texts made ready to be shown
    the others         a module a noun

No page knows SQL or settings, and what it shows it never builds as HTML itself.
"""

from newsbot.web.pages.building import every_page, page_routes
from newsbot.web.pages.doors import Doors
from newsbot.web.pages.looks import Looks
from newsbot.web.pages.routes import Page
from newsbot.web.pages.visit import PageTools

__all__ = ["Doors", "Looks", "Page", "PageTools", "every_page", "page_routes"]
