"""How a case may go: pathways as data, commands, what is decided, what time brings. Pure, and imports only states."""
