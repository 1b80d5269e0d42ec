"""Words of billing for templates."""

from django import template
from django.utils.translation import gettext_lazy as _

from meters.choices import UseKind

register = template.Library()

REASONS = {
    "no_reading": _("without a reading in these days"),
    "no_payer": _("without a payer"),
    "no_tariff": _("without an approved tariff"),
    "no_meter": _("without a meter"),
    "negative": _("with a reading that runs backwards"),
    "meter_exchanged": _("with a meter exchanged in the period"),
    "already_in_run": _("already in another run"),
    "already_billed": _("already billed to that reading"),
    "first_reading": _("with only a first reading"),
    "no_diameter_fee": _("with a meter wider than the charges by diameter"),
    "flagged": _("with a reading to decide about"),
    "meter_unread": _("with a further meter that was not read in these days"),
    "reading_changed": _("with a reading that changed after the preview"),
    "payer_changed": _("with a change of payer without a reading on that day"),
}


@register.filter
def exclusion_reason(code: str) -> str:
    """Why a connection is not billed, in words."""
    return str(REASONS.get(code, code))


@register.filter
def use_name(code: str) -> str:
    """The use of a connection, in words."""
    return str(dict(UseKind.choices).get(code, code))
