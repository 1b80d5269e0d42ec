"""Closed lists of the kernel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person does at the utility; a person may hold several (requirements.md §11)."""

    ADMINISTRATOR = "administrator", _("Administrator")
    BILLING = "billing", _("Billing clerk")
    CASHIER = "cashier", _("Cashier")
    PLANNER = "planner", _("Planner")
    TECHNICIAN = "technician", _("Technician")
    READER = "reader", _("Meter reader")
    ACCOUNTANT = "accountant", _("Accountant")
    PROCUREMENT = "procurement", _("Procurement officer")
    STOREKEEPER = "storekeeper", _("Storekeeper")
    FRONT_DESK = "front_desk", _("Front desk")
    DIRECTOR = "director", _("Approving director")
    AUDITOR = "auditor", _("Auditor")
    CONSUMER = "consumer", _("Consumer")


STAFF_ROLES: frozenset[Role] = frozenset(Role) - {Role.CONSUMER}


class JobState(TextChoices):
    """Life of a job row."""

    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class LanguageChoice(TextChoices):
    """Languages in which the product speaks."""

    GREEK = "el", _("Greek")
    ENGLISH = "en", _("English")
