"""Many histories, by command: `python -m tests.simulation --histories 1000 --seed 7 --database sqlite`."""

import argparse
import logging
import tempfile
import time
from pathlib import Path
from random import SystemRandom

from tests.simulation.ground import standing
from tests.simulation.history import History, Theatre, history_of


def main() -> int:
    """Plays them all; 1 if a promise was broken."""
    wanted = _arguments()
    logging.disable(logging.CRITICAL)
    print(f"seed {wanted.seed}, {wanted.histories} histories from number {wanted.first}, {wanted.database}", flush=True)
    with tempfile.TemporaryDirectory(prefix="simulation-") as folder, standing(Path(folder), wanted.database) as ground:
        theatre = Theatre(ground)
        try:
            return _play(theatre, wanted)
        finally:
            theatre.close()


def _play(theatre: Theatre, wanted: argparse.Namespace) -> int:
    started, violations = time.monotonic(), 0
    for number in range(wanted.first, wanted.first + wanted.histories):
        history = history_of(f"{wanted.seed}/{number}")
        broken = theatre.breaks(history)
        if broken:
            violations += 1
            _tell(theatre, number, broken, history)
        if theatre.tally.histories % 100 == 0:
            print(f"  {theatre.tally.histories} histories, {violations} violations", flush=True)
    _sum_up(theatre, violations, time.monotonic() - started)
    return 1 if violations else 0


def _tell(theatre: Theatre, number: int, broken: str, history: History) -> None:
    """The history in its shortest form, to be pasted into test_found.py."""
    print(f"history {number} breaks a promise: {broken}", flush=True)
    shortest = theatre.shrunk(history)
    print(f"  shortest: {theatre.breaks(shortest)}")
    for step in shortest:
        print(f"    {step!r},", flush=True)


def _sum_up(theatre: Theatre, violations: int, seconds: float) -> None:
    tally = theatre.tally
    print(f"{tally.histories} histories, {tally.steps.total()} steps in {seconds:.0f} s; {violations} violations")
    print(
        "faults:",
        ", ".join(f"{name} {times}" for name, times in tally.faults.most_common()),
        f"= {tally.faults.total()}",
    )
    tables = [f"{name} {times} in {tally.tables[name]} histories" for name, times in tally.rows.most_common()]
    print("rows:", ", ".join(tables))
    print("steps:", ", ".join(f"{name} {times}" for name, times in tally.steps.most_common()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--histories", type=int, default=200)
    parser.add_argument("--seed", default=str(SystemRandom().randrange(10**6)))
    parser.add_argument("--first", type=int, default=0, help="number of the first history, to see one again")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
