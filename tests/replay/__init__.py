"""Yesterday's histories, replayed by today's code."""
