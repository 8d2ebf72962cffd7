"""Own the former versions of alias sets: told, and made the present one again."""

from collections.abc import Sequence

from newsbot.db import aliases as stored
from newsbot.db.aliases import AliasVersion
from newsbot.errors import NotFound
from newsbot.services import aliases
from newsbot.services.aliases import Edited
from newsbot.services.desk import Desk

VERSIONS = 50


async def versions(desk: Desk, name: str) -> list[AliasVersion]:
    """Return the versions of a set, the latest first. Raises `NotFound`."""
    found = await aliases.get(desk, name)
    async with desk.db.reading() as tx:
        return await stored.versions(tx, found.id, limit=VERSIONS)


async def replace(
    desk: Desk, name: str, forms: Sequence[str], *, note: str | None = None
) -> Edited:
    """Give a set exactly these forms. Raises `NotFound`, `Invalid`."""
    before = await aliases.get(desk, name)
    wanted = [" ".join(form.split()) for form in forms if form.strip()]
    return await aliases.edit(
        desk,
        before.name,
        add=[form for form in wanted if form not in before.forms],
        remove=[form for form in before.forms if form not in wanted],
        note=before.note if note is None else note,
    )


async def restore(desk: Desk, name: str, version: int) -> Edited:
    """Make a former version the present one. Raises `NotFound`, `Invalid`."""
    wanted = [one for one in await versions(desk, name) if one.version == version]
    if not wanted:
        raise NotFound(f"@{name} has no version {version}")
    return await replace(desk, name, wanted[0].forms)
