"""One piece at a time, at its edges."""
