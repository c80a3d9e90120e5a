"""The command `scorecards`, thin: it parses, calls a use case of `close`, prints. Exit codes: 0 done, 1 failed or found something, 2 usage."""

from pipelines.cli.entry import cli, main

__all__ = ["cli", "main"]
