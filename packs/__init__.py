"""Policy as data: one folder per partnership, one per edition; shared calendars under `_calendars`."""
