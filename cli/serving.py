"""`duecourse serve`: pages, API and scheduler in one process."""

import os
from contextlib import ExitStack, closing

import click

from cli import options
from cli.doors import opened
from engine import time
from engine.library import Library
from scheduler.bell import ringing
from scheduler.due import sweep, swept_document
from states.refusals import Refused
from store.contract import Store


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--https", is_flag=True, help="Browsers reach it by https, through a proxy: cookies insist on it.")
@click.option("--proxy", multiple=True, help="With --https: where that proxy is, if not on this machine.")
@click.option("--name", multiple=True, help="A host name under which people reach it; requests for others are refused.")
@click.option("--without-scheduler", is_flag=True, help="Keep no time here: `duecourse schedule` runs elsewhere.")
@click.option("--every", default=30, show_default=True, type=click.IntRange(1, 3600), help="Seconds between sweeps.")
@options.db
def serve(
    host: str,
    port: int,
    https: bool,
    proxy: tuple[str, ...],
    name: tuple[str, ...],
    without_scheduler: bool,
    every: int,
    db: str,
) -> None:
    """Open the web app: pages for people, the JSON API at /api, and the scheduler beside them.

    People may also sign in with their organisation's own OpenID Connect provider, named by DUECOURSE_OIDC_ISSUER,
    DUECOURSE_OIDC_CLIENT, DUECOURSE_OIDC_SECRET and, for the page, DUECOURSE_OIDC_NAME.

    A live database is for people's real work: put it behind https (a proxy in front, and --https here). Whom the proxy
    speaks for is believed only of a proxy on this machine, or of those that --proxy names by address.
    """
    # Imported only here, so that no other command waits for what a web server needs.
    import uvicorn

    from web.app import application
    from web.site import Provider, Site

    def provider_named() -> Provider | None:
        """The sign-in provider of the environment, if one is named there."""
        issuer, client = os.environ.get("DUECOURSE_OIDC_ISSUER", ""), os.environ.get("DUECOURSE_OIDC_CLIENT", "")
        if not (issuer and client):
            return None
        name = os.environ.get("DUECOURSE_OIDC_NAME") or "your organisation's account"
        return Provider(name, issuer, client, os.environ.get("DUECOURSE_OIDC_SECRET", ""))

    door = opened(db, None)
    if not (door.training or https or host in ("127.0.0.1", "localhost", "::1")):
        raise Refused(
            code="https-needed",
            because="A live database would be served to other machines without https.",
            remedy="Put a proxy with https in front and add --https, or listen on 127.0.0.1 only.",
        )
    with closing(door.store), ExitStack() as beside:
        if not without_scheduler:
            beside.enter_context(ringing(lambda: _swept(door.store, door.library), every, _said))
        site = Site(
            door.store,
            door.library,
            lambda: time.now_in(door.store),
            time.now,
            https,
            provider_named(),
            (lambda now: swept_document(sweep(door.store, door.library, now))) if door.training else None,
            frozenset(each.lower() for each in name),
        )
        click.echo(f"Duecourse is at http://{host}:{port}/ (stop it with Ctrl+C).", err=True)
        uvicorn.run(
            application(site),
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=https,
            forwarded_allow_ips=",".join(proxy or ("127.0.0.1", "::1")),
        )


def _swept(store: Store, library: Library) -> str:
    swept = sweep(store, library, time.now_in(store))
    return f"due {swept.due} handled {swept.handled} alerts {swept.alerts}"


def _said(line: str) -> None:
    if not line.startswith("due 0 "):
        click.echo(line, err=True)


COMMANDS = (serve,)
