"""Where time knocks: the sweep over what is due, and the bell that rings it."""
