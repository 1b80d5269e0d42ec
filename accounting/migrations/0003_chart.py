"""The accounts that the product posts to, numbered after the Greek standards (ν. 4308/2014).

The utility may give them codes of its own; postings look them up by purpose.
"""

from django.db import migrations

ACCOUNTS = [
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
]


def install(apps, schema_editor):
    """Make the accounts."""
    Account = apps.get_model("accounting", "Account")
    for code, name, name_en, purpose in ACCOUNTS:
        Account.objects.get_or_create(
            purpose=purpose, defaults={"code": code, "name": name, "name_en": name_en}
        )


def remove(apps, schema_editor):
    """Remove those that nothing was posted to."""
    Account = apps.get_model("accounting", "Account")
    Account.objects.filter(purpose__in=[account[3] for account in ACCOUNTS], lines=None).delete()


class Migration(migrations.Migration):
    dependencies = [("accounting", "0002_balanced_and_append_only")]

    operations = [migrations.RunPython(install, remove)]
