"""Errors that a person can act on."""

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal with a stable code for machines and a sentence in the user's language."""

    code = "domain_error"

    def __init__(self, message: str | Promise, *, code: str | None = None) -> None:
        """Keep the sentence (may be lazy) and, where given, a code that replaces the class's."""
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        """Return the sentence in the language now active."""
        return str(self.message)
