"""How people sign in and up."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Allauth with our rules: consumers sign up by e-mail; staff accounts are made by an administrator."""
