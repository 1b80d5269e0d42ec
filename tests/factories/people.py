"""Makers of people who sign in."""

from __future__ import annotations

from gis_core.choices import LanguageChoice, Role
from gis_core.models import User
from gis_core.services.users import create_user


def make_staff(username: str, *roles: Role, language: LanguageChoice = LanguageChoice.ENGLISH) -> User:
    """Make somebody with these roles; pages answer in English unless told."""
    return create_user(
        actor=None,
        username=username,
        email=f"{username}@example.gr",
        password="x",
        language=language,
        roles=frozenset(roles),
    )
