"""`python -m cli` is the console command without its wrapper."""

from cli.main import run

run()
