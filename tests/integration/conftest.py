"""Fixtures of the integration tests: the servers, and real data closed once per process.

Belongs here: fixtures that more than one integration test needs.
Does not belong here: how a server is started (`servers`), how a home is closed (`adventureworks`).
"""

from tests.integration.adventureworks import adventureworks_build
from tests.integration.servers import mariadb, postgres

__all__ = ["adventureworks_build", "mariadb", "postgres"]
