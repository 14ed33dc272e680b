"""Who somebody is, and what they may see and do: people, posts, sessions, sight of cases, and the log of who looked."""
