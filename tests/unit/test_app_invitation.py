"""The set-up link of the first admin: who can read it, and when there is none."""

import stat
from pathlib import Path

from newsbot.app import open_app
from newsbot.app.invitation import FILE, invite
from newsbot.domain.account import Role
from newsbot.services import accounts
from newsbot.settings import load


async def test_without_a_terminal_the_link_is_in_a_file_of_the_owners(tmp_path: Path) -> None:
    settings = load(flags={"data_dir": str(tmp_path)})
    async with open_app(settings) as app:
        shown = await invite(app, "https://news.example", at_terminal=True)
        assert not (tmp_path / FILE).exists()
        told = await invite(app, "https://news.example", at_terminal=False)
        again = await invite(app, "https://news.example", at_terminal=False)
        link = (tmp_path / FILE).read_text().strip()

        assert link.startswith("https://news.example/admin/setup/")
        assert "/admin/setup/" in shown
        assert link not in told + again
        for path in (tmp_path / FILE, tmp_path / "newsbot.db"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path

        password = "correct horse battery"
        await accounts.add(app.desk(), "anna", Role.ADMIN, password=password)
        assert await invite(app, "https://news.example", at_terminal=True) == ""
        assert not (tmp_path / FILE).exists()
