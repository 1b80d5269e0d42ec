"""In which language a command speaks."""

import os

from django.conf import settings


def language_of_terminal() -> str:
    """Return the language of the person's locale if the product speaks it, else the installation's."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            spoken = value[:2].lower()
            return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE
