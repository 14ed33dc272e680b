"""How fast the promises are kept, against peers and against the plain way."""
