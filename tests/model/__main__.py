"""Many runs of the model, and the table of its planted bugs: `python -m tests.model --runs 2000 --seed 7`."""

import argparse
import time
from collections import Counter
from random import SystemRandom

from tests.model.bugs import BUGS, DIRECTED
from tests.model.world import broken


def main() -> int:
    """1 if a promise was broken, or a planted bug not seen."""
    wanted = _arguments()
    print(f"seed {wanted.seed}, {wanted.runs} runs", flush=True)
    started, tally, violations = time.monotonic(), Counter[str](), 0
    for number in range(wanted.first, wanted.first + wanted.runs):
        promise = broken(f"{wanted.seed}/{number}", tally=tally)
        if promise:
            violations += 1
            print(f"run {number} breaks a promise: {promise}", flush=True)
    print(f"{wanted.runs} runs in {time.monotonic() - started:.1f} s; {violations} violations")
    print("faults:", ", ".join(f"{name} {times}" for name, times in tally.most_common()), f"= {tally.total()}")
    unseen = [] if wanted.no_bugs else [name for name in BUGS if not _tell(name, wanted)]
    return 1 if violations or unseen else 0


def _tell(name: str, wanted: argparse.Namespace) -> bool:
    if name in DIRECTED:
        print(f"{name:<24}{'directed':<10}{DIRECTED[name]}", flush=True)
        return True
    tries, promise = caught(name, wanted.seed, wanted.most)
    print(f"{name:<24}{tries:<10}{promise or 'NOT CAUGHT'}", flush=True)
    return bool(promise)


def caught(name: str, seed: str, most: int) -> tuple[int, str]:
    """After how many runs a planted bug breaks a promise, and which; "" if it does not."""
    for number in range(most):
        promise = broken(f"{seed}/{number}", frozenset([name]))
        if promise:
            return number + 1, promise
    return most, ""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.model", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", default=str(SystemRandom().randrange(10**6)))
    parser.add_argument("--first", type=int, default=0, help="number of the first run, to see one again")
    parser.add_argument("--most", type=int, default=600, help="runs each planted bug gets")
    parser.add_argument("--no-bugs", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
