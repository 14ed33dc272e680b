"""Forms: a pack's questions as accessible fields, what was typed into them, and what the engine makes of it."""
