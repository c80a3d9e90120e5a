"""The sample's employees: names, talents, ids in each system, and who occupies which seat on which day.

Belongs here: attributes drawn once per person, and vectorised look-ups by seat and day.
Does not belong here: events that move people (`careers`), HR's files (`personnel`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.sample.careers import Roster, Stint, careers
from pipelines.sample.names import person_names
from pipelines.sample.seats import Layout, layout
from pipelines.sample.timeline import FIRST_DAY, FIRST_LEAD_DAY, LAST_DAY, Flags, Floats, Ints, Texts, month, stream

_RAMP_MONTHS = 6
_RENEWED_USERS = 0.05  # of employees get a new CRM user one day


@dataclass(frozen=True)
class Identities:
    """Ids by employee. From `crm_switch` on (a day; beyond the history for most) the CRM user is `crm_second`.

    An employee in `unmapped_finance` has a finance code that HR's key map does not know (yet); `inherited` took over the predecessor's code.
    """

    staff_no: Texts
    crm_first: Texts
    crm_second: Texts
    crm_switch: Ints
    finance: Texts
    unmapped_finance: Flags
    inherited: Flags


@dataclass(frozen=True)
class Firm:
    """Seats, people, and the occupancy matrix (seat × day from `FIRST_LEAD_DAY` on; -1 = vacant)."""

    layout: Layout
    roster: Roster
    names: list[tuple[str, str]]
    ids: Identities
    occupancy: Ints
    skill: Floats  # revenue against plan, 1 = as planned
    diligence: Floats  # visits against the norm
    closing: Floats  # win rate
    pace: Floats  # sales cycle
    is_core: Flags
    stints_by_seat: dict[int, list[Stint]]  # in the order of time

    @property
    def seats(self) -> int:
        """Number of seats."""
        return len(self.layout.seats)

    def occupant(self, seats: Ints, days: Ints) -> Ints:
        """Return who sat in each seat on each day, -1 for nobody; days outside the history count as its ends."""
        columns = np.clip(days, FIRST_LEAD_DAY, LAST_DAY) - FIRST_LEAD_DAY
        found: Ints = self.occupancy[seats, columns]
        return found

    def crm_users(self, employees: Ints, days: Ints) -> Texts:
        """Return each employee's CRM user id on each day; None for -1."""
        users = self.ids.crm_first[employees]
        second = days >= self.ids.crm_switch[employees]
        users[second] = self.ids.crm_second[employees[second]]
        users[employees < 0] = None
        return users

    def finance_codes(self, employees: Ints) -> Texts:
        """Return each employee's finance code; None for -1."""
        codes = self.ids.finance[employees]
        codes[employees < 0] = None
        return codes

    def plan(self, index: int) -> Floats:
        """Return each seat's planned revenue of a month in CNY; a newcomer's grows over the first half-year."""
        when = month(index)
        return self.layout.base * when.strength * self.ramp(index)

    def ramp(self, index: int) -> Floats:
        """Return for each seat the share of a full load that its occupant carries in a month: 0.65 for a newcomer, 1 after half a year."""
        when = month(index)
        sitting = self.occupant(np.arange(self.seats), np.full(self.seats, when.last))
        hired = np.where(sitting < 0, 0, np.array(self.roster.hired)[sitting])
        tenure = (when.last - np.where(hired < FIRST_DAY, 0, hired)) / 30.4
        return np.clip(0.65 + 0.35 * tenure / _RAMP_MONTHS, 0.65, 1.0)


def people(size: float, seed: int) -> Firm:
    """Return the firm of a size and seed."""
    seats = layout(size, seed)
    roster = careers(seats, seed)
    count = len(roster.hired)
    rng = stream(seed, "people")
    return Firm(
        layout=seats,
        roster=roster,
        names=person_names(rng, count),
        ids=_identities(rng, roster),
        occupancy=_occupancy(seats, roster),
        skill=rng.normal(0.97, 0.105, count).clip(0.72, 1.22),
        diligence=rng.normal(1.0, 0.13, count).clip(0.65, 1.3),
        closing=rng.normal(0.295, 0.04, count).clip(0.21, 0.39),
        pace=rng.normal(1.0, 0.13, count).clip(0.72, 1.4),
        is_core=_core(rng, seats, roster),
        stints_by_seat=_by_seat(roster),
    )


def _by_seat(roster: Roster) -> dict[int, list[Stint]]:
    found: dict[int, list[Stint]] = {}
    for stint in sorted(roster.stints, key=lambda stint: stint.first):
        found.setdefault(stint.seat, []).append(stint)
    return found


def _occupancy(seats: Layout, roster: Roster) -> Ints:
    matrix = np.full((len(seats.seats), LAST_DAY - FIRST_LEAD_DAY + 1), -1, dtype=np.int64)
    for stint in roster.stints:
        matrix[stint.seat, max(0, stint.first - FIRST_LEAD_DAY) : stint.last - FIRST_LEAD_DAY + 1] = stint.employee
    return matrix


def _core(rng: np.random.Generator, seats: Layout, roster: Roster) -> Flags:
    """Core staff: managers, two thirds of the old hands, and whoever leaves in the last quarter (so that retention has something to show)."""
    hired = np.array(roster.hired)
    core = (hired < FIRST_DAY) & (rng.random(len(hired)) < 0.66)
    for stint in roster.stints:
        if seats.seats[stint.seat].effort < 1 or (not stint.is_open and stint.last > LAST_DAY - 92):
            core[stint.employee] = True
    return core


def _identities(rng: np.random.Generator, roster: Roster) -> Identities:
    count = len(roster.hired)
    switch = np.full(count, LAST_DAY + 400)
    lasting = np.flatnonzero((np.array(roster.hired) < FIRST_DAY) & [left is None for left in roster.left])
    renewed = rng.permutation(lasting)[: max(1, round(_RENEWED_USERS * count))]
    switch[renewed] = rng.integers(FIRST_DAY + 200, LAST_DAY - 100, len(renewed))
    users = rng.permutation(count * 2) + 1001
    finance = np.array([f"S{number:05d}" for number in rng.permutation(count) * 7 + 10007], dtype=object)
    successors = [employee for employee, before in enumerate(roster.predecessor) if before is not None]
    inherited = np.zeros(count, dtype=np.bool_)
    for employee in successors[::3]:
        finance[employee] = finance[roster.predecessor[employee] or 0]
        inherited[employee] = True
    unmapped = np.zeros(count, dtype=np.bool_)
    unmapped[successors[1::6]] = True
    return Identities(
        staff_no=np.array([f"E{number:05d}" for number in range(10001, 10001 + count)], dtype=object),
        crm_first=np.array([f"U{number:06d}" for number in users[:count]], dtype=object),
        crm_second=np.array([f"U{number:06d}" for number in users[count:]], dtype=object),
        crm_switch=switch.astype(np.int64),
        finance=finance,
        unmapped_finance=unmapped,
        inherited=inherited,
    )
