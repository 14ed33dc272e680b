"""What Duecourse promises, checked."""
