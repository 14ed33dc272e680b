"""One file per migration; the newest is `store.tables.SCHEMA`."""
