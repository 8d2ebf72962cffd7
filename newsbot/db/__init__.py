"""Own the only SQL of the product: engine, schema, migrations, one query module per noun.

Functions take an open transaction first and return frozen domain values; no row object, no
session and no SQLAlchemy type leaves this room. It decides nothing that a pure room could decide.
"""

from newsbot.db.engine import Database, Tx

__all__ = ["Database", "Tx"]
