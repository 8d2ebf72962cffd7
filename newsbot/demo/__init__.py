"""Own the demo's small news site: invented outlets whose pages and feeds grow while one watches.

It stands for the outside world: no room of the product is used to make it.
"""

from newsbot.demo.articles import DemoArticle, DemoOutlet, DemoPress, DemoRule, load_press
from newsbot.demo.site import DemoSite

__all__ = ["DemoArticle", "DemoOutlet", "DemoPress", "DemoRule", "DemoSite", "load_press"]
