"""The demonstration's years, played once; and reports of them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import reports
from cli.demo_year import ENDS, run
from engine.library import Library
from reports.values import Figure, Period, Report
from store.contract import Store
from store.doors import create, open_store

YEAR_BEFORE = Period(date(2023, 4, 1), date(2024, 3, 31))
YEAR = Period(date(2024, 4, 1), date(2025, 3, 31))
ALL = Period(date(2022, 4, 1), date(2026, 7, 31))


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with every invented case in it."""
    path = tmp_path_factory.mktemp("years") / "demo.db"
    store = create(f"sqlite:///{path}", "halton", "training", f"{path}.key")
    run(store, Library(), lambda *_: None)
    store.close()
    return path


@pytest.fixture(scope="session")
def years(file: Path) -> Iterator[Store]:
    """The same, opened."""
    store = open_store(f"sqlite:///{file}", f"{file}.key")
    yield store
    store.close()


def of(store: Store, name: str, period: Period = YEAR, **asked: Any) -> Report:
    """A report of the years, made when they end."""
    return reports.made(store, Library(), name, period, ENDS, **asked)


def figure(report: Report, label: str) -> Figure:
    """The figure of this label."""
    [found] = [each for each in report.figures if each.label == label]
    return found
