"""The refusals of storage: what failed, and what would work. No path or address is shown but the user's own."""

from states.refusals import Refused


def no_database(url: str) -> Refused:
    return Refused(
        code="no-database",
        because=f"There is no database at {url}.",
        remedy="Create one with `duecourse init`, or name another with --db or DUECOURSE_DB.",
    )


def database_exists(url: str) -> Refused:
    return Refused(
        code="database-exists",
        because=f"There is a database at {url} already.",
        remedy="Nothing was touched. Use it as it is, or give the new one another name.",
    )


def key_exists(path: str) -> Refused:
    return Refused(
        code="key-exists",
        because=f"There is a master key at {path} already, and another database may depend on it.",
        remedy="Nothing was touched. Name another file with DUECOURSE_KEY, or move that one to a safe place first.",
    )


def being_created(path: str) -> Refused:
    return Refused(
        code="database-exists",
        because=f"A database is being created: {path} stands there.",
        remedy="Wait for the other `duecourse init`; if there is none, it was interrupted: remove that file.",
    )


def not_a_database(url: str) -> Refused:
    return Refused(
        code="not-a-database",
        because=f"What is at {url} is not a database of Duecourse.",
        remedy="Name the right one with --db or DUECOURSE_DB, or create one with `duecourse init`.",
    )


def damaged(url: str) -> Refused:
    return Refused(
        code="database-damaged",
        because=f"The database at {url} is damaged.",
        remedy="Keep a copy of it as it is and restore the last backup with `duecourse restore`.",
    )


def locked(url: str = "") -> Refused:
    return Refused(
        code="database-locked",
        because=f"Somebody else has been writing to the database{' at ' + url if url else ''} for too long.",
        remedy="Nothing was written. Try again; if it stays so, look for a program that keeps it open.",
    )


def read_only(url: str) -> Refused:
    return Refused(
        code="database-read-only",
        because=f"The database at {url} may only be read.",
        remedy="Nothing was written. Give this user the right to write to it and to its folder.",
    )


def full(url: str) -> Refused:
    return Refused(
        code="database-full",
        because=f"There is no room left to write to the database at {url}.",
        remedy="Nothing was written. Make room on that disk and try again.",
    )


def unreachable(url: str, why: str) -> Refused:
    return Refused(
        code="database-unreachable",
        because=f"The database at {url} cannot be reached: {why}.",
        remedy="See that it is running and that its address is right, then try again, with the same --key.",
    )


def schema_too_old(url: str) -> Refused:
    return Refused(
        code="schema-too-old",
        because=f"The database at {url} was written by an earlier version of Duecourse.",
        remedy="Make a backup, then bring it up to date with `duecourse upgrade`.",
    )


def schema_too_new(url: str) -> Refused:
    return Refused(
        code="schema-too-new",
        because=f"The database at {url} was written by a later version of Duecourse.",
        remedy="Use that version or a later one.",
    )


def no_key(path: str) -> Refused:
    return Refused(
        code="no-key",
        because=f"The master key is not here{': there is no readable file ' + path if path else ''}.",
        remedy="Nothing was written. Name the file that holds it with DUECOURSE_KEY.",
    )


def subject_taken() -> Refused:
    return Refused(
        code="subject-taken",
        because="Another account signs in by this identity already.",
        remedy="Two accounts cannot share one: take it from the other account first, or give that person another post.",
    )


def wrong_key(path: str) -> Refused:
    return Refused(
        code="wrong-key",
        because=f"The key in {path} is not the master key of this database.",
        remedy="Name the file that was written when the database was created, with DUECOURSE_KEY.",
    )


def nothing_to_strike_out(case: str, position: int, path: str) -> Refused:
    return Refused(
        code="nothing-to-strike-out",
        because=f"Fact {position} of {case} has no readable text “{path}”.",
        remedy="Name a fact by its position and one of its texts; one that was struck out is gone already.",
    )


def fact_unreadable(case: str, position: int) -> Refused:
    return Refused(
        code="fact-unreadable",
        because=f"Fact {position} of {case} cannot be read as a fact.",
        remedy=f"See what was changed with `duecourse verify {case}`.",
    )


def not_storable() -> Refused:
    return Refused(
        code="text-not-storable",
        because="There are characters in this text that no database keeps.",
        remedy="Nothing was written. Type the text again; it may have been copied from a damaged file.",
    )


def not_an_address(given: str) -> Refused:
    return Refused(
        code="not-an-address",
        because=f"“{given}” is not the address of a database.",
        remedy="Give the path of a file, or an address such as postgresql://user@host/name.",
    )


def key_needed() -> Refused:
    return Refused(
        code="no-key",
        because="A new database needs a file for its master key, and none is named.",
        remedy="Name a file that does not exist yet with DUECOURSE_KEY; keep it apart from the database.",
    )


def case_key_damaged(case: str) -> Refused:
    return Refused(
        code="case-key-damaged",
        because=f"The key of {case} is missing or not what it was, so nothing can be sealed under it.",
        remedy=f"See what was changed with `duecourse verify {case}`, and restore it from a backup.",
    )


def facts_missing(case: str) -> Refused:
    return Refused(
        code="facts-missing",
        because=f"The history of {case} has a gap.",
        remedy=f"See where with `duecourse verify {case}`, and restore it from a backup.",
    )


def row_unreadable(found: str) -> Refused:
    return Refused(
        code="row-unreadable",
        because=f"The database holds “{found[:40]}” where an instant belongs: a row was altered or damaged.",
        remedy="`duecourse verify` says what does not hold; restore the database from a copy.",
    )


def no_folder(shown: str) -> Refused:
    return Refused(
        code="no-folder",
        because=f"There is no folder for {shown}, or for its key file.",
        remedy="Make the folder first, or name a file in one that is there.",
    )
