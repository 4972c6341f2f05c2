"""Where applicants may go; staff have the places of the console."""

from api.console.language import N_
from api.console.navigation import Place

PLACES = (
    Place("/apply", N_("Apply for information"), frozenset()),
    Place("/status", N_("Look up an application"), frozenset()),
)
"""Shown to everybody: nobody signs in here."""
