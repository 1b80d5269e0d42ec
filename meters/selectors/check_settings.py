"""What the utility set for the rules of readings."""

from meters.domain.check_rules import Setting, list_rules
from meters.models import CheckSetting


def list_check_rules() -> list[dict[str, object]]:
    """Return the rules of every use and season, a row each (see `meters.domain.check_rules.list_rules`)."""
    return list_rules(list_check_settings())


def list_check_settings() -> list[Setting]:
    """Return what was set, rule by rule."""
    return [
        Setting(one.check_code, one.use, one.season, one.is_on, one.parameters)
        for one in CheckSetting.objects.order_by("pk")
    ]
