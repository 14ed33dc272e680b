"""The command line as a fixture: every answer read as the one JSON document that it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from tests.spec.command_line import Run


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command with --json on a database of this test; the exit status and the one document."""
    monkeypatch.setenv("DUECOURSE_DB", str(tmp_path / "try.db"))
    monkeypatch.delenv("DUECOURSE_KEY", raising=False)

    def once(*arguments: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*arguments, "--json"])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return status, json.loads(printed.out)

    return once


@pytest.fixture
def training(run: Run) -> Run:
    """The same, on a training database that exists."""
    assert run("init", "--training")[0] == 0
    return run
