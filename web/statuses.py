"""Refusals that are the database's and nobody's mistake: for pages and programs alike the service is not ready."""

NOT_READY = frozenset(
    {
        "case-key-damaged",
        "database-damaged",
        "database-full",
        "database-locked",
        "database-read-only",
        "database-unreachable",
        "fact-unreadable",
        "facts-missing",
        "no-database",
        "no-key",
        "not-a-database",
        "pack-altered",
        "pack-missing",
        "row-unreadable",
        "schema-too-new",
        "schema-too-old",
        "wrong-key",
    }
)
"""The codes that are answered with status 503."""
