"""Where histories are kept: one contract, an in-memory specification of it, and SQLite and PostgreSQL behind it.

`contract` says what a store promises, `rows` what it hands out, `memory` is the specification, and `doors` opens real
databases.
"""
