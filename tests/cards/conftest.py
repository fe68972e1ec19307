"""The real card service for these tests, and a token as the CPS."""

from cps_bench import card, conf, cps, shim
from virtual_reader import card_service, pcscd

__all__ = ["card", "card_service", "conf", "cps", "pcscd", "shim"]
