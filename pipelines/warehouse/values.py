"""Question `values`: KPI values with target, score and weight, for a period.

Belongs here: the query over one build, rows as they are printed.
Does not belong here: arithmetic (dbt), CSV and JSON (`close.texts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.errors import UsageError
from pipelines.periods import Period
from pipelines.warehouse.layout import Build
from pipelines.warehouse.reader import find_subject, reading, require_covered, rows

COLUMNS = (
    "period",
    "subject_type",
    "subject_id",
    "kpi_id",
    "value",
    "numerator",
    "denominator",
    "postings",
    "target",
    "attainment",
    "score",
    "weight",
)
_QUERY = """
with computed as (
    select * from kpi_values where grain = ? and period = ?
),
scored as (
    select * from rpt_kpis where grain = ? and period = ?
),
names as (
    select distinct subject_type, subject_id, bare_id from rpt_subjects
),
joined as (
    select
        coalesce(c.period, s.period) as period,
        coalesce(c.subject_type, s.subject_type) as subject_type,
        coalesce(c.subject_id, s.subject_id) as full_id,
        coalesce(c.kpi_id, s.kpi_id) as kpi_id,
        c.value, c.numerator, c.denominator, coalesce(c.postings, 0) as postings,
        s.target, s.attainment, s.score, s.weight
    from computed as c
    full join scored as s on c.subject_type = s.subject_type and c.subject_id = s.subject_id and c.kpi_id = s.kpi_id
)
select j.period, j.subject_type, coalesce(n.bare_id, j.full_id) as subject_id, j.* exclude (period, subject_type, full_id)
from joined as j
left join names as n on j.subject_type = n.subject_type and j.full_id = n.subject_id
where (len(?) = 0 or j.kpi_id in (select unnest(?)))
    and (len(?) = 0 or j.subject_type || ':' || j.full_id in (select unnest(?)))
order by j.subject_type, j.full_id, j.kpi_id
"""


def read_values(build: Build, period: Period, *, kpis: Sequence[str] = (), subjects: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return the values of a period, all or those asked for, in a fixed order. Raises `UsageError` for what does not exist."""
    require_covered(build, period)
    with reading(build) as con:
        require_kpis(rows(con, "select distinct kpi_id from rpt_definitions order by 1"), kpis)
        found = [find_subject(con, text) for text in subjects]
        keys = [f"{subject.subject_type}:{subject.subject_id}" for subject in found]
        scope = [period.grain.value, period.key]
        return rows(con, _QUERY, [*scope, *scope, list(kpis), list(kpis), keys, keys])


def require_kpis(known: Sequence[dict[str, Any]], wanted: Sequence[str]) -> None:
    """Raise `UsageError` for a KPI that policy does not define."""
    names = [row["kpi_id"] for row in known]
    unknown = [kpi for kpi in wanted if kpi not in names]
    if unknown:
        raise UsageError(f"no KPI '{', '.join(unknown)}'", fix=f"choose from {', '.join(names)}")
