"""Landing: the append-only log of row versions that every later stage reads.

Belongs here: the diff of a pull against the known state, immutable parts, the manifest chain, attempts, reading up to a head.
Does not belong here: fetching rows (`sources`), casting or judging them (dbt staging), views over the parts (`warehouse`), the clock.
"""

from pipelines.landing.attempts import Attempt
from pipelines.landing.load import LoadOutcome
from pipelines.landing.log import Head, LandedObject, Landing
from pipelines.landing.manifest import Manifest, Part

__all__ = ["Attempt", "Head", "LandedObject", "Landing", "LoadOutcome", "Manifest", "Part"]
