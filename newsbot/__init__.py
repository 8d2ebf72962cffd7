"""newsbot: a self-hosted news syndication and alert service."""

__version__ = "0.1.0"
