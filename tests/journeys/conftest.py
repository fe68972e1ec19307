"""The card service for the journeys, and the desk without windows of the tests of trouble."""

from journey_bench import filled_home, make_bench, practitioner, whole_desk
from leak_bench import scene

from cps_bench import card, conf, shim
from virtual_reader import card_service, pcscd

__all__ = [
    "card",
    "card_service",
    "conf",
    "filled_home",
    "make_bench",
    "pcscd",
    "practitioner",
    "scene",
    "shim",
    "whole_desk",
]
