"""What every store promises, held to by all of them; and what storage does when it fails."""
