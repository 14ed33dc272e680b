"""How the tables came to be what they are, migration by migration."""
