"""Own the killable children in which hostile input is parsed and cleaned (G8)."""

from newsbot.sandbox.pool import Sandbox

__all__ = ["Sandbox"]
