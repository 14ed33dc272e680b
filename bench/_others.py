"""What `peers` compares with: eventsourcing and APScheduler, each on one database file."""

import pickle
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from bench._open_cases import DUE, NOW
from bench._ways import LATER, STEPS, body, deadline, write_ahead


class Escalation(Aggregate):
    """The case, for eventsourcing."""

    @event("Opened")
    def __init__(self, deadline: datetime) -> None:
        self.step, self.deadline, self.alerts = 1, deadline, [""]

    @event("StepTaken")
    def take_step(self, deadline: datetime) -> None:
        """One step on."""
        self.step, self.deadline = self.step + 1, deadline

    @event("Breached")
    def breach(self, deadline: datetime) -> None:
        """The deadline was missed."""
        self.deadline = deadline

    @event("Alerted")
    def alert(self, rule: str) -> None:
        """Somebody has to know."""
        self.alerts.append(rule)


class EventSourcing:
    """eventsourcing: one aggregate for each case."""

    def __init__(self, path: Path) -> None:
        name = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
        self.application: Any = Application(env=name)
        recorder: Any = self.application.recorder
        with recorder.datastore.get_connection(commit=True) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2  # FULL, which it leaves as it is

    @staticmethod
    def fill(folder: Path, number: int) -> Path:
        path = write_ahead(folder)
        peer = EventSourcing(path)
        for start in range(0, number, 1000):
            peer.application.save(*(Escalation(deadline(n)) for n in range(start, min(start + 1000, number))))
        peer.close()
        return path

    def take_steps(self, cases: int) -> None:
        for number in range(cases):
            case = Escalation(LATER)
            self.application.save(case)
            for _ in range(STEPS - 1):
                case = self.application.repository.get(case.id)
                case.take_step(LATER)
                self.application.save(case)
            if number % 5 == 0:
                self._breach(case.id)

    def notice(self) -> None:
        deadlines = {}
        for fact in self._events():
            deadlines[fact.originator_id] = fact.deadline
        due = [case for case, deadline in deadlines.items() if deadline <= NOW]
        for case in due:
            self._breach(case)
        assert len(due) == DUE

    def replay(self) -> int:
        known = self.application.recorder.select_notifications(start=None, limit=1_000_000)
        return sum(self.application.repository.get(case).version for case in {each.originator_id for each in known})

    def close(self) -> None:
        self.application.close()

    def _breach(self, reference: Any) -> None:
        case = self.application.repository.get(reference)
        case.breach(LATER)
        case.alert("deadline-breached")
        self.application.save(case)

    def _events(self) -> Any:
        page = self.application.recorder.select_notifications(start=None, limit=1000)
        while page:
            yield from map(self.application.mapper.to_domain_event, page)
            page = self.application.recorder.select_notifications(start=page[-1].id + 1, limit=1000)


class OneJobEach:
    """APScheduler: one job for each case's deadline, in its SQLAlchemy job store."""

    def __init__(self, path: Path) -> None:
        self.jobs = SQLAlchemyJobStore(url=f"sqlite:///{path}")
        self.scheduler = BackgroundScheduler(timezone="UTC", jobstores={"default": self.jobs})
        self.scheduler.start(paused=True)
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("CREATE TABLE IF NOT EXISTS event (id TEXT, body TEXT)")

    @staticmethod
    def fill(folder: Path, number: int) -> Path:
        path = write_ahead(folder)
        peer = OneJobEach(path)
        if number:
            peer.scheduler.add_job(breached, "date", run_date=LATER, id="like", args=["like"])
            like = peer.jobs.lookup_job("like").__getstate__()
            peer.jobs.remove_job("like")
            rows = [(f"{n:07}", deadline(n).timestamp(), _job(like, f"{n:07}", deadline(n))) for n in range(number)]
            peer.connection.execute("BEGIN")
            peer.connection.executemany("INSERT INTO apscheduler_jobs VALUES (?, ?, ?)", rows)
            peer.connection.execute("COMMIT")
        peer.close()
        return path

    def take_steps(self, cases: int) -> None:
        for number in range(cases):
            item = f"new-{number}"
            self._keep(item, "StepTaken")
            self.scheduler.add_job(breached, "date", run_date=LATER, id=item, args=[item])
            for _ in range(STEPS - 1):
                self._keep(item, "StepTaken")
                self.scheduler.reschedule_job(item, trigger="date", run_date=LATER)
            if number % 5 == 0:
                self._ring(self.jobs.lookup_job(item))

    def notice(self) -> None:
        due = self.jobs.get_due_jobs(NOW)
        for job in due:
            self._ring(job)
        assert len(due) == DUE

    def replay(self) -> int:
        return 0

    def close(self) -> None:
        self.connection.close()
        self.scheduler.shutdown(wait=False)

    def _ring(self, job: Any) -> None:
        self.connection.execute("BEGIN")
        self.connection.executemany("INSERT INTO event VALUES (?, ?)", job.func(*job.args))
        self.connection.execute("COMMIT")
        self.jobs.remove_job(job.id)

    def _keep(self, item: str, kind: str) -> None:
        self.connection.execute("INSERT INTO event VALUES (?, ?)", (item, body(kind, LATER)))


def breached(item: str) -> list[tuple[str, str]]:
    """The job of a missed deadline: the events that it brings about."""
    return [(item, body(kind, LATER)) for kind in ("Breached", "Alerted")]


def _job(like: dict[str, Any], item: str, deadline: datetime) -> bytes:
    """A job's state as the job store keeps it."""
    return pickle.dumps({**like, "id": item, "args": (item,), "next_run_time": deadline}, pickle.HIGHEST_PROTOCOL)
