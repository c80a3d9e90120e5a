"""The sample's products: old ones, two launches a quarter, two whose launch nobody recorded.

Belongs here: the product list and the choice of products for order lines.
Does not belong here: customers (`market`), order lines themselves (`billing`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.timeline import Flags, Floats, Ints, Month, day_of, stream

_OLD = 36
_QUARTERS = 14  # launches from 2023-Q2 to 2026-Q3
_UNRECORDED = 2
NO_LAUNCH = -1
_NEW_DAYS = 366


@dataclass(frozen=True)
class Catalogue:
    """Products by index. `launched` is a day or `NO_LAUNCH`; `cost_share` the part of the price that making it costs."""

    launched: Ints
    cost_share: Floats
    unit_cost: Floats
    line: Ints

    def __len__(self) -> int:
        return len(self.launched)

    def choose(self, rng: np.random.Generator, when: Month, wants_new: Flags) -> Ints:
        """Draw a product on sale for each line: one launched within a year where `wants_new`, an older one elsewhere."""
        fresh = np.flatnonzero((self.launched <= when.first) & (self.launched > when.first - _NEW_DAYS + 31))
        older = np.flatnonzero((self.launched == NO_LAUNCH) | (self.launched <= when.first - _NEW_DAYS))
        popularity = 1.0 / (1.0 + np.arange(len(older)) % 12)
        old_choice = rng.choice(older, len(wants_new), p=popularity / popularity.sum())
        return np.where(wants_new, rng.choice(fresh, len(wants_new)), old_choice)


def catalogue(seed: int) -> Catalogue:
    """Return the product list; it has the same length at every size."""
    rng = stream(seed, "catalogue")
    count = _OLD + 2 * _QUARTERS + _UNRECORDED
    launched = np.full(count, NO_LAUNCH, dtype=np.int64)
    launched[:_OLD] = rng.integers(day_of(2014, 1, 1), day_of(2022, 12, 31), _OLD)
    for quarter in range(_QUARTERS):
        start = day_of(2023 + (quarter + 1) // 4, (quarter + 1) % 4 * 3 + 1, 1)
        launched[_OLD + 2 * quarter : _OLD + 2 * quarter + 2] = start + rng.integers(0, 75, 2)
    return Catalogue(
        launched=launched,
        cost_share=rng.uniform(0.70, 0.82, count),
        unit_cost=np.round(rng.lognormal(6.2, 0.7, count), 2),
        line=np.arange(count) % 4,
    )
