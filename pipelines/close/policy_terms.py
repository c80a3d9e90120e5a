"""The closed sets of policy: what may stand in a cell that names a kind of thing.

Belongs here: one enum per closed set of the policy files.
Does not belong here: rows and columns (`close.policy_rows`), what a set's members mean together (`close.policy_rules`).
"""

from __future__ import annotations

from enum import StrEnum


class Dimension(StrEnum):
    """The groups of KPIs that a scheme weights against each other."""

    PERFORMANCE = "performance"
    PROCESS = "process"
    TEAM = "team"
    STRATEGY = "strategy"
    CUSTOMER = "customer"


class Unit(StrEnum):
    """How a value is printed."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    DAYS = "days"


class Direction(StrEnum):
    """Whether more or less is better."""

    UP = "up"
    DOWN = "down"


class Cadence(StrEnum):
    """The shortest period for which a KPI is scored, and the cycle of a scheme; longer ones come later."""

    MONTH = "M"
    QUARTER = "Q"
    YEAR = "Y"

    @property
    def months(self) -> int:
        """Months in the period."""
        return {"M": 1, "Q": 3, "Y": 12}[self.value]


class Form(StrEnum):
    """How a value is made from its postings."""

    RATIO = "ratio"
    SUM = "sum"
    CHANGE = "change"


class Additivity(StrEnum):
    """Whether longer periods sum the months' postings or have postings of their own."""

    ADDITIVE = "additive"
    BY_PERIOD = "by_period"


class Window(StrEnum):
    """A window other than the period itself."""

    TRAILING_12_MONTHS = "trailing_12_months"


class SubjectType(StrEnum):
    """What a scorecard is about."""

    EMPLOYEE = "employee"
    TEAM = "team"


class ItemKind(StrEnum):
    """What a weight is for."""

    DIMENSION = "dimension"
    KPI = "kpi"


class Entity(StrEnum):
    """Canonical entities that a KPI may need to be fed (data contract)."""

    CRM_ACCOUNTS = "crm_accounts"
    CRM_LEADS = "crm_leads"
    CRM_OPPORTUNITIES = "crm_opportunities"
    CRM_CREDIT_SPLITS = "crm_credit_splits"
    CRM_ACTIVITIES = "crm_activities"
    FIN_PRODUCTS = "fin_products"
    FIN_INVOICES = "fin_invoices"
    FIN_PAYMENTS = "fin_payments"
    FIN_ADJUSTMENTS = "fin_adjustments"
    FIN_EXPENSES = "fin_expenses"
    FIN_TARGETS = "fin_targets"
    FIN_FX_RATES = "fin_fx_rates"
    HR_EMPLOYEES = "hr_employees"
    HR_ASSIGNMENTS = "hr_assignments"
