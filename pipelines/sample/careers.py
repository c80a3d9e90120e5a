"""Who sits where and when: hires, resignations, retirements, transfers in mid-month, promotions.

Belongs here: stints (an employee in a seat from a day to a day) and the events that make them.
Does not belong here: names, skills and ids of the people (`people`, `identities`), HR's files (`personnel`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from pipelines.sample.seats import Layout, Role, Seat
from pipelines.sample.timeline import FIRST_DAY, LAST_DAY, day_of, stream

_FIRST_LEAVE, _LAST_LEAVE = day_of(2024, 8, 9), day_of(2026, 8, 14)
_MID_MONTH_JOIN = day_of(2026, 9, 16)
_RETIREMENTS = (day_of(2025, 6, 30), day_of(2026, 7, 31))
_SWAPS = (day_of(2025, 5, 16), day_of(2026, 8, 12))
_PROMOTION = day_of(2025, 8, 21)
_GROWTH_HIRE = day_of(2024, 6, 3)
_HIRED = {  # before the history; nobody is older in the firm than the superior
    Role.VP: (day_of(2011, 1, 1), day_of(2012, 1, 1)),
    Role.MANAGER: (day_of(2013, 1, 1), day_of(2017, 1, 1)),
    Role.REP: (day_of(2017, 2, 1), FIRST_DAY - 30),
}
_LARGE_UNIT = 20  # representatives from which a unit has two retirements and two exchanges


@dataclass(frozen=True)
class Stint:
    """An employee in a seat; `last` is the last day, `LAST_DAY` or later if open (then `is_open`)."""

    employee: int
    seat: int
    first: int
    last: int
    is_open: bool
    reason: str


@dataclass
class Roster:
    """All stints and the employees' first and last days; filled by the events below."""

    hired: list[int] = field(default_factory=list)
    left: list[int | None] = field(default_factory=list)
    leave_reason: list[str | None] = field(default_factory=list)
    predecessor: list[int | None] = field(default_factory=list)
    stints: list[Stint] = field(default_factory=list)
    current: dict[int, Stint] = field(default_factory=dict)  # by seat

    def hire(self, seat: int, day: int, predecessor: int | None = None) -> int:
        """Hire somebody new into a seat."""
        self.hired.append(day)
        self.left.append(None)
        self.leave_reason.append(None)
        self.predecessor.append(predecessor)
        self.sit(len(self.hired) - 1, seat, day, "hire")
        return len(self.hired) - 1

    def sit(self, employee: int, seat: int, day: int, reason: str) -> None:
        """Put an employee into an empty seat from a day."""
        self.current[seat] = Stint(employee, seat, day, LAST_DAY, True, reason)

    def vacate(self, seat: int, last: int) -> int:
        """End the stint in a seat; return who leaves it."""
        stint = self.current.pop(seat)
        self.stints.append(Stint(stint.employee, seat, stint.first, last, False, stint.reason))
        return stint.employee

    def leave(self, seat: int, last: int, reason: str) -> int:
        """Let the occupant of a seat leave the firm after a day."""
        employee = self.vacate(seat, last)
        self.left[employee] = last
        self.leave_reason[employee] = reason
        return employee

    def close(self) -> None:
        """Add the stints still open, and order all by employee and day."""
        self.stints.extend(self.current.values())
        self.stints.sort(key=lambda stint: (stint.employee, stint.first))


def careers(firm: Layout, seed: int) -> Roster:
    """Play the thirty months of every unit."""
    roster = Roster()
    rng = stream(seed, "careers")
    for seat in firm.seats:
        roster.hire(seat.number, int(rng.integers(*_HIRED[seat.role])) - (365 if seat.number == 0 else 0))
    for unit in range(firm.units):
        _play_unit(rng, roster, firm, unit)
    roster.close()
    return roster


def _play_unit(rng: np.random.Generator, roster: Roster, firm: Layout, unit: int) -> None:
    reps = firm.of(unit, Role.REP)
    is_large = len(reps) >= _LARGE_UNIT
    free = [reps[place] for place in rng.permutation(len(reps))]
    for day in _SWAPS[: 2 if is_large else 1]:
        _exchange(roster, free, day)
    _promote(rng, roster, firm.of(unit, Role.MANAGER), free)
    for last in _RETIREMENTS[: 2 if is_large else 1]:
        _replace(roster, free.pop().number, last, "retirement", last + 32)
    for last, join in _leaves(rng, max(2, round(len(reps) * 0.15))):
        reason = "dismissal" if rng.random() < 0.25 else "resignation"
        _replace(roster, free.pop().number, last, reason, join)
    if free:
        _fill_late(roster, free.pop().number)


def _exchange(roster: Roster, free: list[Seat], day: int) -> None:
    """Two representatives of different teams change seats on `day`."""
    one = free.pop()
    other = next((seat for seat in free if seat.team != one.team), None)
    if other is None:
        return
    free.remove(other)
    first, second = roster.vacate(one.number, day - 1), roster.vacate(other.number, day - 1)
    roster.sit(first, other.number, day, "transfer")
    roster.sit(second, one.number, day, "transfer")


def _promote(rng: np.random.Generator, roster: Roster, managers: list[Seat], free: list[Seat]) -> None:
    """A manager resigns; a representative of the team takes over the next day, and is replaced weeks later."""
    rising = next((seat for seat in free if any(manager.team == seat.team for manager in managers)), None)
    if rising is None:
        return
    free.remove(rising)
    manager = next(manager for manager in managers if manager.team == rising.team)
    roster.leave(manager.number, _PROMOTION - 1, "resignation")
    promoted = roster.vacate(rising.number, _PROMOTION - 1)
    roster.sit(promoted, manager.number, _PROMOTION, "promotion")
    roster.hire(rising.number, _PROMOTION + int(rng.integers(35, 60)))


def _leaves(rng: np.random.Generator, count: int) -> Iterator[tuple[int, int]]:
    """Yield the last days of `count` leavers with their successors' first days, spread over the history; the last ones fall into its last quarter."""
    for day in np.linspace(_FIRST_LEAVE, _LAST_LEAVE, count).astype(int):
        if day == _LAST_LEAVE:
            yield _LAST_LEAVE, _MID_MONTH_JOIN
        else:
            yield int(day), int(day + rng.integers(15, 60))


def _replace(roster: Roster, seat: int, last: int, reason: str, join: int) -> None:
    leaver = roster.leave(seat, last, reason)
    roster.hire(seat, join, predecessor=leaver)


def _fill_late(roster: Roster, seat: int) -> None:
    """Make a seat one that was created by growth: its occupant started only in June 2024."""
    stint = roster.current[seat]
    roster.hired[stint.employee] = _GROWTH_HIRE
    roster.current[seat] = Stint(stint.employee, seat, _GROWTH_HIRE, stint.last, True, stint.reason)
