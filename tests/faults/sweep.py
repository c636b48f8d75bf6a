"""Kills at a place the first time, the second time, ... until a whole day passes that does not come there so often."""

import signal
from collections.abc import Callable

import httpx2

from tests.faults.house import House

MOST = 60  # times; no day comes to one place more often
SWEPT: dict[str, int] = {}  # place -> how often something was killed there


def killed_at(name: str, house: House, live: Callable[[], None], look: Callable[[], None]) -> int:
    """Lets somebody `live` in the house again and again, killed at the nth time; then `look`s, and goes on.
    How often it was killed."""
    for n in range(1, MOST):
        house.serve(failpoint=f"{name}:{n}")
        try:
            live()
        except httpx2.TransportError:
            assert house.ended() == -signal.SIGKILL, house.said()[-3000:]
            assert house.said().splitlines()[-1] == f"failpoint {name}"
            note(name)
            look()
        else:
            house.kill()
            look()
            return n - 1
    raise AssertionError(f"{name} is reached more than {MOST} times a day")


def note(name: str) -> None:
    SWEPT[name] = SWEPT.get(name, 0) + 1


def lines() -> list[str]:
    return [f"{name:24} 1..{times}" for name, times in SWEPT.items()] + [f"{'':24} {sum(SWEPT.values())} kills"]
