"""The house itself is in order: its data, its lists, its borders."""
