"""Fixtures of the integration tests: the servers.

Belongs here: fixtures that more than one integration test needs.
Does not belong here: how a server is started (`servers`).
"""

from tests.integration.servers import mariadb, postgres

__all__ = ["mariadb", "postgres"]
