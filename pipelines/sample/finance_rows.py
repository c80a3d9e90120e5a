"""Rows of finance's exports: invoice lines, credit notes, products, exchange rates.

Belongs here: finance's column names, document numbers and spellings.
Does not belong here: drawing the documents (`billing`), payments (`cash`), dirty rows (`dirt`).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.sample.billing import UNKNOWN_COST, CreditNotes, Invoices, month_stamp
from pipelines.sample.catalogue import NO_LAUNCH, Catalogue
from pipelines.sample.columns import customer_numbers, deal_ids, iso_days, money, product_codes, texts
from pipelines.sample.market import CURRENCIES, rate_days, rates
from pipelines.sample.names import PRODUCT_LINES, product_name
from pipelines.sample.people import Firm
from pipelines.sample.timeline import Ints, Month, to_date

_CURRENCIES = np.array(CURRENCIES, dtype=object)


def invoice_numbers(when: Month, positions: Ints) -> pl.Series:
    """Return the numbers of a month's invoices."""
    return pl.DataFrame({"n": positions + 1}).select(pl.format(f"INV-{month_stamp(when)}-{{}}", pl.col("n").cast(pl.String).str.zfill(6))).to_series()


def _line_ids(when: Month, bills: Invoices, lines: Ints) -> pl.Series:
    frame = pl.DataFrame({"i": invoice_numbers(when, bills.line_invoice[lines]), "n": bills.line_number[lines]})
    return frame.select(pl.format("{}-{}", "i", "n")).to_series()


def invoice_rows(bills: Invoices, firm: Firm, when: Month) -> pl.DataFrame:
    """Return the lines of a month's invoices."""
    lines = np.arange(len(bills.net))
    owner = bills.line_invoice
    return pl.DataFrame(
        {
            "line_id": _line_ids(when, bills, lines),
            "invoice_no": invoice_numbers(when, owner),
            **_common(bills, firm, lines),
            "invoice_date": iso_days(bills.day[owner]),
            "due_date": iso_days(bills.due[owner]),
            "net_amount": money(bills.net),
            "tax_amount": money(bills.tax),
            "cost_amount": _cost(bills.cost),
            "doc_type": ["INV"] * len(lines),
            "reverses_line": pl.Series([None] * len(lines), dtype=pl.String),
            "voided": texts(np.where(bills.is_voided[owner], "Y", "N").astype(object)),
        }
    ).select(INVOICE_COLUMNS)


INVOICE_COLUMNS = [
    "line_id", "invoice_no", "invoice_date", "due_date", "customer_no", "salesperson_code", "crm_opportunity", "product_code",
    "net_amount", "tax_amount", "cost_amount", "currency", "doc_type", "reverses_line", "voided",
]  # fmt: skip


def _common(bills: Invoices, firm: Firm, lines: Ints) -> dict[str, pl.Series]:
    owner = bills.line_invoice[lines]
    return {
        "customer_no": customer_numbers(bills.account[owner]),
        "salesperson_code": texts(firm.finance_codes(bills.seller[owner])),
        "crm_opportunity": deal_ids(bills.deal[owner]),
        "product_code": product_codes(bills.product[lines]),
        "currency": texts(_CURRENCIES[bills.currency[owner]]),
    }


def _cost(cents: Ints) -> pl.Series:
    known = pl.DataFrame({"c": cents, "m": money(cents)})
    return known.select(pl.when(pl.col("c") != UNKNOWN_COST).then(pl.col("m"))).to_series()


def credited_cents(bills: Invoices, notes: CreditNotes) -> tuple[Ints, Ints, Ints]:
    """Return net, tax and cost that credit notes take back, in (negative) cents; cost `UNKNOWN_COST` where unknown."""
    net, tax, cost = (-np.round(column[notes.line] * notes.share).astype(np.int64) for column in (bills.net, bills.tax, bills.cost))
    return net, tax, np.where(bills.cost[notes.line] == UNKNOWN_COST, UNKNOWN_COST, cost)


def credit_note_rows(bills: Invoices, notes: CreditNotes, firm: Firm, when: Month) -> pl.DataFrame:
    """Return the lines of credit notes on a month's invoices, with `day` for sorting them into their own months."""
    net, tax, cost = credited_cents(bills, notes)
    owner = bills.line_invoice[notes.line]
    numbers = pl.DataFrame({"n": np.arange(len(notes.line)) + 1}).select(
        pl.format(f"CRN-{month_stamp(when)}-{{}}", pl.col("n").cast(pl.String).str.zfill(5))
    )
    frame = pl.DataFrame(
        {
            "line_id": numbers.select(pl.format("{}-1", pl.first())).to_series(),
            "invoice_no": numbers.to_series(),
            **_common(bills, firm, notes.line),
            "invoice_date": iso_days(notes.day),
            "due_date": iso_days(np.maximum(notes.day, bills.due[owner])),
            "net_amount": money(net),
            "tax_amount": money(tax),
            "cost_amount": _cost(cost),
            "doc_type": ["CRN"] * len(notes.line),
            "reverses_line": _line_ids(when, bills, notes.line),
            "voided": ["N"] * len(notes.line),
        },
        schema_overrides={"doc_type": pl.String, "voided": pl.String},
    )
    return frame.select(INVOICE_COLUMNS).with_columns(day=pl.Series(notes.day))


def product_rows(products: Catalogue) -> pl.DataFrame:
    """Return the product list; launch dates are real dates, empty where unrecorded."""
    numbers = np.arange(len(products))
    return pl.DataFrame(
        {
            "product_code": product_codes(numbers),
            "product_name": [product_name(int(number)) for number in numbers],
            "product_line": [PRODUCT_LINES[line] for line in products.line],
            "launched_on": pl.Series([None if day == NO_LAUNCH else to_date(day) for day in products.launched], dtype=pl.Date),
            "unit_cost": products.unit_cost,
        }
    )


def rate_rows(seed: int) -> pl.DataFrame:
    """Return the daily rates to CNY."""
    days = iso_days(rate_days())
    tables = [pl.DataFrame({"currency": [code] * len(days), "rate_date": days, "rate_to_cny": values}) for code, values in rates(seed).items()]
    return pl.concat(tables).with_columns(pl.col("rate_to_cny").cast(pl.Decimal(12, 4)).cast(pl.String))
