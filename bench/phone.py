"""What a phone takes: starting, the first visit, touching, photos, and what lighthouse says of the pages.

    python -m bench.phone [--only reload|first|taps|photo|memory|lighthouse] [--rounds 5] [--slow 4]

One table: measured, wanted, and the least a browser can do (floor), measured by turns in the same run, since the
machine is shared. The CPU is slowed by Chromium. The phone carries 400 slips, 5,000 articles and 60 people (heavy.py).

Usable, at a reload: today's first slip stands there and has felt a tap. Usable, at the first visit: the field for the
pairing code stands there and has taken a letter. Both are touched from outside all the time; the first touch that
arrives counts.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.firm import Firm
from bench import heavy, lighthouse, pictures, starts, taps
from bench.handset import Bench, Row
from tests.conftest import settings_for
from tests.journeys.house import Server, running

MEASURES: dict[str, Callable[[Bench], Iterable[Row]]] = {
    "reload": starts.reload,
    "first": starts.first_visit,
    "taps": taps.taps,
    "photo": pictures.photo,
    "memory": pictures.memory,
    "lighthouse": lighthouse.scores,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=MEASURES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow", type=int, default=4)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        settings = settings_for(f"sqlite:///{folder}/firm.db", folder)
        firm = Firm(settings.model_copy(update={"phone_days": heavy.PHONE_DAYS}))
        heavy.fill(firm)
        print(f"CPU slowed {wanted.slow}x; median [min-max] of {wanted.rounds}, the floor by turns in the same run\n")
        print(f"{'':44} {'measured':>24} {'wanted':>10}   floor", flush=True)
        for name in [wanted.only] if wanted.only else MEASURES:
            with running(Server(firm)) as server:
                for row in MEASURES[name](Bench(playwright, folder, firm, server, wanted.rounds, wanted.slow)):
                    print(row, flush=True)
        firm.close()


if __name__ == "__main__":
    main()
