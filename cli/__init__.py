"""The command line: the composition root, and the operator's door to everything Duecourse does."""
