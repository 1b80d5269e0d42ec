"""Print one login per role of the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from gis_core.models import User
from portal.demo.staff import CONSUMER, CONSUMER_EMAIL, PASSWORD, STAFF


class Command(BaseCommand):
    """manage.py demo_logins."""

    help = "Print one login per role of the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print names, roles and the password that all share."""
        known = set(User.objects.values_list("username", flat=True))
        for person in (*STAFF, CONSUMER):
            if person.username in known:
                roles = ", ".join(sorted(role.value for role in person.roles))
                login = CONSUMER_EMAIL if person is CONSUMER else person.username
                self.stdout.write(f"  {login:<34} {PASSWORD}   {roles}")
