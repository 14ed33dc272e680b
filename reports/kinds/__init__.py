"""One file for each kind of report that a pack can ask for."""
