"""The style sheets, scripts and pictures: compressed once, under names that change with their content."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file as it is served: `address` is its name with the hash of its content in it."""

    address: str
    kind: str
    content: bytes
    compressed: bytes


@cache
def assets() -> dict[str, Asset]:
    """Every file that is served, by its own name."""
    found = {}
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in KINDS:
            content = path.read_bytes()
            named = f"/static/{path.stem}-{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
            found[path.name] = Asset(named, KINDS[path.suffix], content, gzip.compress(content, 9, mtime=0))
    return found


def address_of(name: str) -> str:
    """Where a file is found now."""
    return assets()[name].address


def serve(request: Request) -> Response:
    """A file by its address; it may be kept for ever, because another content has another address."""
    wanted = request.url.path
    asset = next((each for each in assets().values() if each.address == wanted), None)
    if asset is None:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(asset.compressed, media_type=asset.kind, headers=headers)
    return Response(asset.content, media_type=asset.kind, headers=headers)
