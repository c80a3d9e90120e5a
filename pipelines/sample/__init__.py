"""The sample company: a seeded generator of what its CRM, finance and HR systems would deliver.

Belongs here: inventing a plausible firm and writing its source files; documenting the dirt in them (`dirt`).
Does not belong here: reading sources, canonical names, KPI arithmetic; nothing here knows what becomes of the files.
"""

from pipelines.sample.folder import generate

__all__ = ["generate"]
