"""Planted bugs: the mistakes this protocol is there to prevent, put into the server or the phone one at a time."""

from tests.simulation.bugs import in_phone, in_pictures, in_rules, in_server, in_store
from tests.simulation.bugs.planted import BUGS

__all__ = ["BUGS", "in_phone", "in_pictures", "in_rules", "in_server", "in_store"]
