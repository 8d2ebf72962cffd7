"""Own the composition root: settings become engine, web client, channels and loops.

The only package that names concrete adapters; everything below gets them as arguments.
"""

from newsbot.app.composition import App, open_app
from newsbot.app.instance import SystemClock

__all__ = ["App", "SystemClock", "open_app"]
