"""Sources: from a declared object to Arrow batches.

Belongs here: connectors (`files`, `sql`), the check that declared columns are there, errors with place and fix, probing.
Does not belong here: keeping what was read (`landing`), casting and judging values (dbt staging).
"""

from pipelines.sources.extraction import Extraction, Probe
from pipelines.sources.reading import extract, probe

__all__ = ["Extraction", "Probe", "extract", "probe"]
