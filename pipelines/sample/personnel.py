"""Rows of HR's files: employees, dated assignments, and which id in which system is whom.

Belongs here: HR's field names; cutting a stint where the manager changes.
Does not belong here: the events (`careers`), ids themselves (`people`).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sample.careers import Stint
from pipelines.sample.people import Firm
from pipelines.sample.seats import Role, Seat
from pipelines.sample.timeline import LAST_DAY, stream, to_date

Row = dict[str, str | int | float | bool | None]


def _iso(day: int | None) -> str | None:
    return None if day is None else to_date(day).isoformat()


def employee_rows(firm: Firm, seed: int) -> Iterator[Row]:
    """Yield every person ever employed."""
    bonus = stream(seed, "bonus").integers(30, 120, len(firm.names)) * 1_000
    for number, (name, locale) in enumerate(firm.names):
        staff_no = str(firm.ids.staff_no[number])
        yield {
            "staff_no": staff_no,
            "full_name": name,
            "email": f"{staff_no.lower()}@sample.example",
            "locale": locale,
            "hired_on": _iso(firm.roster.hired[number]),
            "left_on": _iso(firm.roster.left[number]),
            "leave_reason": firm.roster.leave_reason[number],
            "bonus_base": int(bonus[number]),
            "currency": "CNY",
        }


def assignment_rows(firm: Firm) -> Iterator[Row]:
    """Yield each person's assignments; a new one begins when the person's manager changes."""
    for stint in firm.roster.stints:
        seat = firm.layout.seats[stint.seat]
        for position, (first, last, manager, reason) in enumerate(_under_managers(firm, stint, seat)):
            yield {
                "staff_no": str(firm.ids.staff_no[stint.employee]),
                "valid_from": _iso(first),
                "valid_to": _iso(last),
                "position": seat.position,
                "role": seat.role.value,
                "manager_staff_no": None if manager is None else str(firm.ids.staff_no[manager]),
                "region": seat.region,
                "is_core": bool(firm.is_core[stint.employee]),
                "is_key_position": seat.role is not Role.REP,
                "change_reason": reason if position == 0 else "reorganisation",
            }


def _under_managers(firm: Firm, stint: Stint, seat: Seat) -> Iterator[tuple[int, int | None, int | None, str]]:
    end = None if stint.is_open else stint.last
    above = _seat_above(firm, seat)
    if above is None:
        yield stint.first, end, None, stint.reason
        return
    for manager in firm.stints_by_seat[above]:
        first, last = max(stint.first, manager.first), min(stint.last, manager.last)
        if first <= last:
            yield first, (end if last == stint.last else last), manager.employee, stint.reason


def _seat_above(firm: Firm, seat: Seat) -> int | None:
    """A representative's is the team's manager, a manager's the unit's vice president, a vice president's the first one's."""
    if seat.role is Role.REP:
        return next(other.number for other in firm.layout.of(seat.unit, Role.MANAGER) if other.team == seat.team)
    if seat.role is Role.MANAGER:
        return firm.layout.of(seat.unit, Role.VP)[0].number
    return None if seat.number == 0 else 0


def key_rows(firm: Firm) -> Iterator[Row]:
    """Yield the key map: CRM users and finance codes, with validity; HR does not know every finance code."""
    ids = firm.ids
    passed_on = set(ids.finance[ids.inherited])
    for number in range(len(firm.names)):
        staff_no, hired = str(ids.staff_no[number]), firm.roster.hired[number]
        switch = int(ids.crm_switch[number])
        switches = switch <= LAST_DAY
        yield _key("crm", str(ids.crm_first[number]), staff_no, hired, switch - 1 if switches else None)
        if switches:
            yield _key("crm", str(ids.crm_second[number]), staff_no, switch, None)
        if not ids.unmapped_finance[number]:
            handed_on = ids.finance[number] in passed_on and not ids.inherited[number]
            yield _key("fin", str(ids.finance[number]), staff_no, hired, firm.roster.left[number] if handed_on else None)


def _key(system: str, source_key: str, staff_no: str, first: int, last: int | None) -> Row:
    return {"system": system, "source_key": source_key, "staff_no": staff_no, "valid_from": _iso(first), "valid_to": _iso(last)}
