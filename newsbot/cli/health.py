"""Own `newsbot doctor` and `newsbot healthcheck`: is it well, and what to do if not."""

from contextlib import closing

import typer

from newsbot.cli.context import run, settings_of
from newsbot.cli.output import print_json, say
from newsbot.cli.sources import Json
from newsbot.cli.status import DONE, NOT_SO
from newsbot.errors import NewsbotError


def register(root: typer.Typer) -> None:
    """Add the commands, which stand beside the nouns."""

    @root.command()
    def doctor(context: typer.Context, json: Json = False) -> None:
        """Check settings, database, disk, clock, token and network, and say what to do."""
        from newsbot.cli import doctor as checks

        settings = settings_of(context)
        findings = [*checks.on_this_host(settings), *run(checks.beyond(settings))]
        for one in findings:
            if json:
                print_json(one)
            else:
                sign = "note" if one.note else "ok  "
                say(f"{sign if one.well else 'BAD '} {one.check}: {one.message}")
        if not all(one.well for one in findings):
            raise typer.Exit(NOT_SO)

    @root.command()
    def healthcheck(context: typer.Context) -> None:
        """Ask the running service whether it is ready: status 0 or 1, for supervisors."""
        raise typer.Exit(DONE if _is_ready(context) else NOT_SO)


def _is_ready(context: typer.Context) -> bool:
    """Ask /health/ready of the service on this host; any failure is a no."""
    import http.client

    try:
        web = settings_of(context).web
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(web.host, web.host)  # noqa: S104 - compared
        with closing(http.client.HTTPConnection(host, web.port, timeout=5)) as connection:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.client.OK
    except (OSError, NewsbotError, http.client.HTTPException):
        return False
