"""The command line: serve, set up, save, prove."""

import argparse
import os
import sys
from collections.abc import Callable

from sqlalchemy import inspect

from app import logs
from app.cli import people, proving, saving, serving
from app.errors import Refusal
from app.firm import Firm
from app.pages import t
from app.people.person import ROLES
from app.settings import Settings, read_settings

Command = Callable[[Firm, argparse.Namespace], int]


def main(argv: list[str] | None = None) -> int:
    """Runs one command; its result is the exit status."""
    arguments = _parser().parse_args(argv)
    firm = Firm(_settings(arguments))
    logs.set_up("WARNING" if arguments.run is not serving.serve else firm.settings.log_level)
    try:
        if arguments.run not in (serving.set_up, serving.load_demo, saving.restore) and not _is_migrated(firm):
            print("The database is not set up. Run: handzettel migrate", file=sys.stderr)
            return 1
        return int(arguments.run(firm, arguments))
    except Refusal as refusal:
        print(t("en", f"error.{refusal.code}"), file=sys.stderr)
        return 1
    finally:
        firm.close()


def _settings(arguments: argparse.Namespace) -> Settings:
    """Without an address of its own the firm is where it is served."""
    settings = read_settings()
    if arguments.run is not serving.serve or "HANDZETTEL_BASE_URL" in os.environ:
        return settings
    return settings.model_copy(update={"base_url": f"http://localhost:{arguments.port}"})


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handzettel", description="Slips from the site to the office.")
    commands = parser.add_subparsers(required=True, metavar="command")
    serve = _command(commands, "serve", serving.serve, "serve the office and the phones")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--pair", metavar="NAME", help="also print a pairing link for this person's phone")
    demo = _command(commands, "demo", serving.load_demo, "load the demo firm into an empty database")
    demo.add_argument("--slips", type=int, help="so many further plain slips, for benchmarks")
    demo.add_argument("--if-empty", action="store_true", help="do nothing where there are people already")
    demo.add_argument("--seed", type=int, help="makes everything the same each time, the calendar included")
    _command(commands, "migrate", serving.set_up, "create or upgrade the database")
    _people_commands(commands)
    load = _command(
        commands, "import-unsent", saving.import_unsent, "load the file of a phone that cannot send any more"
    )
    load.add_argument("file")
    load.add_argument("--by", metavar="NAME", required=True, help="who of the office loads it")
    _command(commands, "backup", saving.save, "save database and files").add_argument("folder", nargs="?")
    _command(commands, "restore", saving.restore, "restore into an empty database").add_argument("backup")
    _command(commands, "verify", saving.verify, "restore the newest backup for a test").add_argument(
        "backup", nargs="?"
    )
    ledger = commands.add_parser("ledger", help="prove the ledger").add_subparsers(required=True, metavar="command")
    _command(ledger, "rebuild", proving.rebuild, "make the slips anew from the ledger and compare")
    _command(ledger, "verify", proving.verify, "check the chain")
    _command(ledger, "export", proving.export, "write it down so that anybody can check it").add_argument("file")
    return parser


def _people_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = commands.add_parser("person", help="people").add_subparsers(required=True, metavar="command")
    add = _command(person, "add", people.add_person, "add a person")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--login", help="name to sign in with")
    _command(commands, "pair", people.pair, "print a pairing code for a person's phone").add_argument("name")
    _command(commands, "password", people.set_password, "set a password, read from standard input").add_argument("name")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, about: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about)
    parser.set_defaults(run=run)
    return parser


def _is_migrated(firm: Firm) -> bool:
    return inspect(firm.database.engine).has_table("head")
