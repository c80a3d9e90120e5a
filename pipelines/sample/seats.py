"""The sample's sales organisation as positions: units, teams, regions, and what each position is expected to sell.

Belongs here: which seats exist at a given size. A seat keeps its customers and its plan; people come and go (`careers`).
Does not belong here: people, dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from pipelines.sample.timeline import Floats, stream

REGIONS = ("East", "North", "South")
_TEAMS_PER_UNIT = 6
_BUSTLE_SIZE = 16.0


class Role(StrEnum):
    """Roles as HR names them."""

    REP = "sales_rep"
    MANAGER = "sales_manager"
    VP = "sales_vp"


_EFFORT = {Role.REP: 1.0, Role.MANAGER: 0.5, Role.VP: 0.3}  # own selling as a share of a representative's


@dataclass(frozen=True)
class Seat:
    """One selling position. `team` counts through the firm; a vice president's is -1."""

    number: int
    unit: int
    team: int
    role: Role
    region: str
    position: str
    effort: float


@dataclass(frozen=True)
class Layout:
    """All seats, and for each its expected monthly revenue in CNY."""

    seats: tuple[Seat, ...]
    base: Floats
    effort: Floats
    units: int
    teams: int
    bustle: float  # calls and repeat orders per person, 1 at size 1: a firm of 2,000 leaves four times as many

    def of(self, unit: int, role: Role) -> list[Seat]:
        """Return the seats of a unit with a role."""
        return [seat for seat in self.seats if seat.unit == unit and seat.role is role]


def layout(size: float, seed: int) -> Layout:
    """Return the seats of a firm of `size`: six teams, 33 representatives, 6 managers and a vice president for each whole size."""
    teams = max(2, round(_TEAMS_PER_UNIT * size))
    units = -(-teams // _TEAMS_PER_UNIT)
    seats: list[Seat] = []
    for unit, numbers in enumerate(np.array_split(np.arange(teams), units)):
        _add(seats, unit, -1, Role.VP, REGIONS[unit % 3], f"VP-{unit + 1:02d}")
        for team in map(int, numbers):
            region = REGIONS[team % 3]
            _add(seats, unit, team, Role.MANAGER, region, f"T{team + 1:03d}-M")
            for place in range(5 + team % 2):
                _add(seats, unit, team, Role.REP, region, f"T{team + 1:03d}-R{place + 1}")
    effort = np.array([seat.effort for seat in seats])
    base = stream(seed, "seats").uniform(420_000, 900_000, len(seats)) * effort
    return Layout(tuple(seats), base, effort, units, teams, max(1.0, 1.0 + (size - 1.0) / _BUSTLE_SIZE))


def _add(seats: list[Seat], unit: int, team: int, role: Role, region: str, position: str) -> None:
    seats.append(Seat(len(seats), unit, team, role, region, position, _EFFORT[role]))
