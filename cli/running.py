"""Commands on the whole: make a database, upgrade it, sweep, schedule, verify, look whether all is well, the demo."""

from collections import Counter
from contextlib import closing
from pathlib import Path

import click
from rich.console import Console

from cli import options
from cli.answering import DONE, REFUSED, answer, table
from cli.demo import run_demo
from cli.doctor import examined
from cli.doors import Door, chosen, made, opened, url_of
from engine import words
from engine.asking import verification
from engine.library import begin
from engine.packs.editions import edition_of
from engine.packs.reading import load, pack_in
from scheduler.bell import ring
from scheduler.due import sweep as sweep_due
from scheduler.due import swept_document
from store.doors import upgrade as upgraded


@click.command()
@click.option("--training", is_flag=True, help="For invented cases only; here --at may choose the time.")
@click.option("--partnership", default="", show_default=options.PARTNERSHIP, help="Whose procedures.")
@click.option("--pack", "folder", default="", metavar="FOLDER", help="A pack of your own, in place of --partnership.")
@options.db
@options.at
@options.as_json
def init(training: bool, partnership: str, folder: str, db: str, at: str | None, as_json: bool) -> None:
    """Make a new database and the key that seals its texts."""
    if partnership and folder:
        raise click.UsageError("The pack in a folder says itself whose it is: give --pack or --partnership, not both.")
    chosen(at, training)
    pack = pack_in(Path(folder)) if folder else load(edition_of(partnership or options.PARTNERSHIP))
    own, kind = pack.partnership, "training" if training else "live"
    with closing(made(db, own.partnership, kind)) as store:
        if folder:
            begin(pack, store)
    document = {"db": url_of(db), "kind": kind, "partnership": own.partnership, "edition": own.edition}

    def readable(console: Console) -> None:
        console.print(f"A new {kind} database for {pack.partnership.title}: {document['db']}")
        console.print("Keep its key file safe and apart from copies: without it no text in it can be read.")
        console.print(pack.partnership.emergency.text)

    answer(document, readable, as_json)


@click.command()
@options.database
def sweep(door: Door, as_json: bool) -> int:
    """Let time pass once: every deadline that has come near or gone by is noticed, every alert raised."""
    swept = sweep_due(door.store, door.library, door.now)
    document = swept_document(swept)

    def readable(console: Console) -> None:
        recorded = _recorded(swept.facts, swept.alerts)
        console.print(f"{words.number_of(swept.due, 'case')} due, {swept.handled} handled: {recorded}.")
        for case, refused in swept.failed:
            console.print(f"{case} could not be handled: {refused.because} {refused.remedy}")

    answer(document, readable, as_json)
    return REFUSED if swept.failed else DONE


def _recorded(facts: int, alerts: int) -> str:
    return f"{words.number_of(facts, 'fact')} recorded, {words.number_of(alerts, 'alert')} raised"


@click.command()
@click.option("--every", default=30, show_default=True, type=click.IntRange(1, 3600), help="Seconds between sweeps.")
@options.db
@options.at
@options.as_json
def schedule(every: int, db: str, at: str | None, as_json: bool) -> None:
    """Keep time: sweep now, and then again and again, until stopped. Several may run on one database."""
    opened(db, at).store.close()
    total: Counter[str] = Counter(sweeps=0, due=0, handled=0, facts=0, alerts=0, failed=0)

    def once() -> str:
        door = opened(db, at)
        with closing(door.store):
            swept = sweep_due(door.store, door.library, door.now)
        total.update(sweeps=1, due=swept.due, handled=swept.handled, facts=swept.facts, alerts=swept.alerts)
        total.update(failed=len(swept.failed))
        return f"{door.now.isoformat()} due {swept.due} handled {swept.handled} alerts {swept.alerts}"

    ring(once, every, lambda line: click.echo(line, err=True))
    said = f"Stopped after {words.number_of(total['sweeps'], 'sweep')}: {_recorded(total['facts'], total['alerts'])}."
    answer(total, lambda console: console.print(said), as_json)


@click.command()
@click.argument("case", default="", required=False)
@options.database
def verify(case: str, door: Door, as_json: bool) -> int:
    """Prove that no case was altered, and that every deadline, breach and alert follows from what was recorded.

    Without a CASE also that no case is missing. It says nothing of people, their posts and tokens, of the log of looks
    and of the log of when Duecourse was awake: these are not chained.
    """
    document = verification(door.store, door.library, case)
    findings = document["findings"]

    def readable(console: Console) -> None:
        if findings:
            rows = [(each["case"], str(each["n"]), each["code"], each["because"]) for each in findings]
            console.print(table(("Case", "Fact", "Finding", "Because"), rows))
        else:
            cases, facts = words.number_of(document["cases"], "case"), words.number_of(document["facts"], "fact")
            console.print(f"{cases} with {facts}: nothing was altered, and every consequence follows.")
        for heading, things in (("Looked at", document["covers"]), ("Not looked at", document["leaves_out"])):
            console.print(f"{heading}: {'; '.join(things)}.")

    answer(document, readable, as_json)
    return DONE if not findings else REFUSED


@click.command()
@options.db
@options.any_time
@options.as_json
def doctor(db: str, as_json: bool) -> int:
    """Is everything that Duecourse needs here and well?"""
    checks = examined(db)
    document = {
        "ok": all(check.ok for check in checks),
        "checks": [
            {"name": check.name, "ok": check.ok, "says": check.says, "remedy": check.remedy} for check in checks
        ],
    }

    def readable(console: Console) -> None:
        rows = [(check.name, "well" if check.ok else "look here", check.says, check.remedy) for check in checks]
        console.print(table(("What", "", "Says", "What would help"), rows))

    answer(document, readable, as_json)
    return DONE if document["ok"] else REFUSED


@click.command()
@options.db
@options.any_time
@options.as_json
def upgrade(db: str, as_json: bool) -> None:
    """Bring a database of an earlier version up to date; what it holds stays. Make a backup first."""
    was, now = upgraded(url_of(db))
    said = "is up to date: nothing was changed" if was == now else f"was brought up to date, from {was} to {now}"
    answer({"was": was, "now": now}, lambda console: console.print(f"The database {said}."), as_json)


@click.command()
@options.db
@options.any_time
@options.as_json
def demo(db: str, as_json: bool) -> int:
    """Invented years of escalations in a training database, and what there is to see in them."""
    return run_demo(db, as_json)


FIRST = (demo, init)
COMMANDS = (sweep, schedule, verify, doctor, upgrade)
