"""The card service for the journeys."""

from virtual_reader import card_service, pcscd

__all__ = ["card_service", "pcscd"]
