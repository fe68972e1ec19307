"""The real card service for these tests."""

from virtual_reader import card_service, pcscd

__all__ = ["card_service", "pcscd"]
