"""The web app on a database, served by a process of its own, with a scheduler in another beside it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import SimpleNamespace

import uvicorn
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from engine import time
from engine.library import Library
from scheduler.due import sweep
from store.doors import open_store
from web import sentences
from web.app import application
from web.rendering import environment
from web.site import Site

BARE = "/bare"
_spawned = get_context("spawn")


@contextmanager
def serving(path: str, key: str, now: datetime) -> Iterator[int]:
    """The port on 127.0.0.1 where the app is served until the end of the `with`, the same instant all the time."""
    here, there = _spawned.Pipe()
    process = _spawned.Process(target=_serve, args=(there, path, key, now), daemon=True)
    process.start()
    try:
        assert here.poll(60), "the server did not start"
        yield here.recv()
    finally:
        here.close()
        there.close()
        process.join(10)
        process.kill()


@contextmanager
def sweeping(path: str, key: str, now: datetime) -> Iterator[None]:
    """Meanwhile another process handles every case that is due; stopped where it has not ended by then."""
    here, there = _spawned.Pipe()
    process = _spawned.Process(target=_sweep, args=(there, path, key, now), daemon=True)
    process.start()
    try:
        assert here.poll(60), "the scheduler did not start"
        yield
    finally:
        process.terminate()
        process.join(10)
        process.kill()


def _sweep(parent: Connection, path: str, key: str, now: datetime) -> None:
    with closing(open_store(path, key)) as store:
        parent.send("begun")
        sweep(store, Library(), now)


def _serve(parent: Connection, path: str, key: str, now: datetime) -> None:
    # Named, the protocol lets the event loop send small answers at once, as it does where it opens the port itself.
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    with closing(open_store(path, key)) as store, closing(listening):
        site = Site(store, Library(), lambda: now, time.now)
        app = application(site)
        app.router.routes.append(Route(BARE, _bare(site)))
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)  # Whoever comes before the server has started waits for it.
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, server_header=False))
        threading.Thread(target=_stop_with, args=(parent, server), daemon=True).start()
        parent.send(listening.getsockname()[1])
        server.run(sockets=[listening])


def _stop_with(parent: Connection, server: uvicorn.Server) -> None:
    """Stop as soon as nobody is there any more who wanted it."""
    try:
        parent.recv()
    except (EOFError, OSError):
        server.should_exit = True


def _bare(site: Site) -> object:
    """The frame of a stranger's page and nothing in it: the same server, guards and templates, and no database."""
    partnership = site.pack().partnership
    frame = {
        "visit": SimpleNamespace(visitor=None, site=site),
        "titles": partnership,
        "emergency": partnership.emergency.text,
        "footer_links": sentences.FOOTER,
        "footer_text": sentences.footer(partnership),
        "errors": {},
    }

    def page(request: Request) -> Response:  # noqa: ARG001 - Starlette's
        return HTMLResponse(environment().get_template("base.html").render(frame))

    return page
