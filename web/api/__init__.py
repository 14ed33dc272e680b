"""The JSON API at `/api`: the commands and queries of the command line, for programs that carry a token."""
