"""The card service for the journeys, and the desk without windows of the tests of trouble."""

from journey_bench import filled_home, make_bench, practitioner, whole_desk
from leak_bench import scene

from virtual_reader import card_service, pcscd

__all__ = [
    "card_service",
    "filled_home",
    "make_bench",
    "pcscd",
    "practitioner",
    "scene",
    "whole_desk",
]
