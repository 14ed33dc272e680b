"""Where deciding meets storing: packs, handling a command, verification, stories, and the only two impure leaves."""
