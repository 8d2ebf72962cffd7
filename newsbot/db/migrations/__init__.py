"""Own the history of the schema. Migrations are append-only and ship in the wheel."""
