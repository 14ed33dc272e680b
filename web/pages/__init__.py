"""One file a page, or a few that belong together; each says its own addresses in `ROUTES`."""
