"""The table of planted bugs: what catches each, and after how many histories. `python -m tests.simulation.bugs`."""

import argparse
import logging
import tempfile
from pathlib import Path

from tests.simulation.bugs import BUGS
from tests.simulation.bugs.planted import DIRECTED
from tests.simulation.ground import standing
from tests.simulation.history import Theatre, history_of


def main() -> int:
    """1 if one of them goes unseen."""
    wanted = _arguments()
    logging.disable(logging.CRITICAL)
    print(f"seed {wanted.seed}, up to {wanted.histories} histories for each bug\n")
    print(f"{'bug':<24}{'in':<10}{'histories':<11}caught by")
    with tempfile.TemporaryDirectory(prefix="planted-") as folder, standing(Path(folder), "sqlite") as ground:
        theatre = Theatre(ground)
        names = wanted.names or sorted(BUGS)
        unseen = [name for name in names if not _tell(theatre, name, wanted)]
        theatre.close()
    print(f"\n{len(names) - len(unseen)} of {len(names)} caught", *unseen)
    return 1 if unseen else 0


def _tell(theatre: Theatre, name: str, wanted: argparse.Namespace) -> bool:
    place = BUGS[name].__module__.rsplit(".", 1)[1].removeprefix("in_")
    if name in DIRECTED:
        print(f"{name:<24}{place:<10}{'directed':<11}{DIRECTED[name]}", flush=True)
        return True
    tries, promise = caught(theatre, name, wanted.seed, wanted.histories)
    print(f"{name:<24}{place:<10}{tries:<11}{promise or 'NOT CAUGHT'}", flush=True)
    return bool(promise)


def caught(theatre: Theatre, name: str, seed: str, most: int, first: int = 0) -> tuple[int, str]:
    """After how many histories, from number `first` on, a planted bug breaks a promise; which, or "" if none."""
    with BUGS[name]():
        for tries in range(most):
            broken = theatre.breaks(history_of(f"{seed}/{(first + tries) % most}"))
            if broken:
                return tries + 1, broken
    return most, ""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.bugs", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="BUG", help="all of them, if none is named")
    parser.add_argument("--seed", default="planted")
    parser.add_argument("--histories", type=int, default=40)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
