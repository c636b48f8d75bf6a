"""Commands that make a firm and serve it."""

import argparse
import sys
from datetime import timedelta

import segno
from sqlalchemy import func, select

from app import clock
from app.cli.people import named
from app.errors import Refusal
from app.firm import Firm
from app.migrate import migrate
from app.people.device import make_pairing_code
from app.people.person import Person


def serve(firm: Firm, arguments: argparse.Namespace) -> int:
    import uvicorn

    from app.main import create_app

    _say_where(firm, arguments)
    uvicorn.run(
        create_app(firm), host=arguments.host, port=arguments.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=3, server_header=False,
    )  # fmt: skip
    return 0


def _say_where(firm: Firm, arguments: argparse.Namespace) -> None:
    """Addresses and, for the first phone, a link as text and as QR code."""
    address = firm.settings.base_url
    print(f"Office  {address}/\nPhone   {address}/app")
    if arguments.pair:
        _show_link(firm, arguments.pair)
    sys.stdout.flush()


def _show_link(firm: Firm, name: str) -> None:
    try:
        code = firm.database.write(lambda session: make_pairing_code(session, firm.settings, named(session, name)))
    except Refusal:
        return print(f"There is nobody called {name} to pair a phone for.")
    link = f"{firm.settings.base_url}/app#pair={code}"
    print(f"\n{name}'s phone, once, until {_valid_until(firm)}: {link}")
    segno.make(link, micro=False).terminal(compact=True)


def _valid_until(firm: Firm) -> str:
    return (clock.now() + timedelta(days=firm.settings.pairing_days)).date().isoformat()


def set_up(firm: Firm, _: argparse.Namespace) -> int:
    migrate(firm)
    return 0


def load_demo(firm: Firm, arguments: argparse.Namespace) -> int:
    from app import demo

    migrate(firm)
    with firm.database.read() as session:
        if session.scalar(select(func.count()).select_from(Person)):
            if arguments.if_empty:
                print("\n".join(demo.sign_in_lines()) if demo.is_demo(session) else "")
                return 0
            print("There are people in this database already; the demo firm wants an empty one.", file=sys.stderr)
            return 1
    summary = demo.load(firm, slips=arguments.slips, seed=arguments.seed)
    print(summary)
    return 0
