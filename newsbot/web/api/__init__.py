"""Own `/api/v1`: everything that the command line can do, over HTTP, in the same JSON shapes.

Roles and keys are the gate's matter, what is done that of the services.
"""

from newsbot.web.api.build import build_api
from newsbot.web.api.caller import ApiTools

__all__ = ["ApiTools", "build_api"]
