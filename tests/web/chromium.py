"""A real Chromium for the tests: the one that is here, else Debian's package, else Playwright's own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
APT = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def chromium() -> str | None:
    """Where the browser is, installed if need be; None where it is Playwright's own, which finds itself."""
    with (Path(tempfile.gettempdir()) / "duecourse-chromium.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = _found() or _from_debian()
        if found is None:
            _playwrights_own()
        return found


def _found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _from_debian() -> str | None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    for command in (("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", "chromium")):
        if subprocess.run(command, env=APT, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode:
            return None
    return _found()


def _playwrights_own() -> None:
    subprocess.run((sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"), check=True)
