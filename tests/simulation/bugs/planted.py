"""The list of planted bugs: name -> patch."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

BUGS: dict[str, Callable[[], Any]] = {}
DIRECTED = {  # too rare for random histories: caught by a history of their own in test_found.py
    "pull_unchecked": "test_forgetting_where_a_pull_came_from_would_leave_a_ghost",
    "whole_again": "test_a_big_picture_sent_whole_again_after_a_cut_costs_too_much",
    "wiped_on_401": "test_a_session_that_ends_takes_nothing_with_it",
    "push_unlooked": "test_pushing_before_looking_would_turn_the_order_round",
}
LIKELY = {  # number of a history that has caught it, so that the tests need not look for it
    "approved_is_open": 3, "base_rev_only": 1, "clock_refused": 3, "counter_reused": 14, "damaged_is_sent": 5,
    "gap_accepted": 1, "lost_is_here": 1, "lww_silent": 3, "mutate_in_place": 4, "never_given_up": 5,
    "newest_check_only": 1, "no_epoch": 1, "unreadable_goes_without": 10,
}  # fmt: skip


def bug(make: Callable[[], Iterator[None]]) -> Callable[[], Any]:
    """A patch of one planted bug, under the name of its function."""
    BUGS[make.__name__] = contextmanager(make)
    return BUGS[make.__name__]
