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
    "answers_unnamed": 9, "approved_is_open": 4, "clock_refused": 6, "correction_keeps_lines": 7, "counter_reused": 25,
    "gap_accepted": 2, "logout_clears": 2, "lost_is_here": 11, "newest_check_only": 6, "no_epoch": 2,
    "receipt_no_chain": 2, "signature_unread": 3, "submit_no_blobs": 11, "trust_acked": 10,
    "unreadable_goes_without": 11, "wrong_author": 2,
}  # fmt: skip


def bug(make: Callable[[], Iterator[None]]) -> Callable[[], Any]:
    """A patch of one planted bug, under the name of its function."""
    BUGS[make.__name__] = contextmanager(make)
    return BUGS[make.__name__]
