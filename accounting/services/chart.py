"""The chart of accounts that the product posts to."""

from __future__ import annotations

from accounting.models import Account
from gis_core.models import User

#: Code, name, name in English and purpose, after the Greek accounting standards (ν. 4308/2014).
ACCOUNTS = (
    ("30.01.01", "Πελάτες", "Customers", "receivables"),
    ("30.01.03", "Προκαταβολές πελατών", "Advances of customers", "customer_advances"),
    ("38.01", "Ταμείο", "Cash in hand", "cash"),
    ("38.02", "Καταθέσεις όψεως", "Cash at bank", "bank"),
    ("54.02.01", "ΦΠΑ εκροών", "VAT on sales", "vat_output"),
    ("70.03.01", "Πωλήσεις νερού", "Sales of water", "water_income"),
    ("70.07.01", "Πάγια ύδρευσης", "Fixed charges for water", "water_fixed_income"),
    ("70.07.02", "Τέλη αποχέτευσης", "Sewerage charges", "sewer_income"),
    ("70.07.09", "Λοιπές υπηρεσίες", "Other services", "other_income"),
    ("71.05.01", "Ειδικό τέλος Ν. 1069/80", "Special fee of Law 1069/80", "special_fee"),
)


def install_chart(*, actor: User | None) -> int:
    """Make the accounts whose purpose nobody has yet; return how many were made. Safe to repeat."""
    made = 0
    for code, name, name_en, purpose in ACCOUNTS:
        _account, is_new = Account.objects.get_or_create(
            purpose=purpose, defaults={"code": code, "name": name, "name_en": name_en}
        )
        made += is_new
    return made
