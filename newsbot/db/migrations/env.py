"""Run migrations on the connection that `newsbot.db.migrate` hands over; it opens none itself."""

from alembic import context

from newsbot.db.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
