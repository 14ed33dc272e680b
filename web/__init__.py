"""The pages and the JSON API: a person knocks here, and what they ask becomes a command or a question to the engine."""
