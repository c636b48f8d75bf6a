"""The command line: serve, set up, save, prove."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import segno
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import backup, clock, logs
from app.errors import Refusal
from app.firm import Firm
from app.migrate import migrate
from app.pages import t
from app.people import signin
from app.people.device import make_pairing_code
from app.people.person import ROLES, Person, person_named
from app.settings import Settings, read_settings
from app.slips import replay, unsent
from app.slips.unsent import Loaded

Command = Callable[[Firm, argparse.Namespace], int]


def main(argv: list[str] | None = None) -> int:
    """Runs one command; its result is the exit status."""
    arguments = _parser().parse_args(argv)
    firm = Firm(_settings(arguments))
    logs.set_up("WARNING" if arguments.run is not _serve else firm.settings.log_level)
    try:
        if arguments.run not in (_migrate, _demo, _restore) and not _is_migrated(firm):
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
    if arguments.run is not _serve or "HANDZETTEL_BASE_URL" in os.environ:
        return settings
    return settings.model_copy(update={"base_url": f"http://localhost:{arguments.port}"})


def _serve(firm: Firm, arguments: argparse.Namespace) -> int:
    import uvicorn

    from app.main import create_app

    _say_where(firm, arguments)
    uvicorn.run(
        create_app(firm), host=arguments.host, port=arguments.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=3, server_header=False,
    )  # fmt: skip
    return 0


def _migrate(firm: Firm, _: argparse.Namespace) -> int:
    migrate(firm)
    return 0


def _demo(firm: Firm, arguments: argparse.Namespace) -> int:
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


def _person_add(firm: Firm, arguments: argparse.Namespace) -> int:
    def add(session: Session) -> str:
        if person_named(session, arguments.name):
            raise Refusal("name_taken")
        person = Person(name=arguments.name, role=arguments.role, login=arguments.login)
        session.add(person)
        return person.id

    print(firm.database.write(add))
    return 0


def _pair(firm: Firm, arguments: argparse.Namespace) -> int:
    print(
        firm.database.write(lambda session: make_pairing_code(session, firm.settings, _named(session, arguments.name)))
    )
    return 0


def _password(firm: Firm, arguments: argparse.Namespace) -> int:
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

    def change(session: Session) -> str:
        person = _named(session, arguments.name)
        person.login = person.login or _login_for(person.name)
        signin.set_password(session, person, password)
        return person.login

    print(f"sign-in name: {firm.database.write(change)}")
    return 0


def _import_unsent(firm: Firm, arguments: argparse.Namespace) -> int:
    with firm.database.read() as session:
        by = _named(session, arguments.by)
        if not by.reviews:
            raise Refusal("not_allowed")
        session.expunge_all()
    try:
        with open(arguments.file, "rb") as file:
            loaded = unsent.load(firm, file, by)
    except OSError as error:
        print(f"{arguments.file}: {error.strerror}", file=sys.stderr)
        return 1
    print(_told(loaded))
    return int(bool(loaded.failed))


def _told(loaded: Loaded) -> str:
    ops = f"{loaded.new} new, {loaded.known} known, {len(loaded.held)} held, {loaded.damaged} damaged"
    pictures = f"{loaded.pictures_new} new, {loaded.pictures_known} known, {loaded.pictures_damaged} damaged"
    held = [f"held {one.slip_id} {one.kind}: {one.reason}" for one in loaded.held]
    failed = [f"failed: {loaded.failed}, load the file again"] if loaded.failed else []
    return "\n".join([f"{loaded.person}, {loaded.device}", f"entries: {ops}", f"pictures: {pictures}", *held, *failed])


def _backup(firm: Firm, arguments: argparse.Namespace) -> int:
    saved = backup.save(firm, Path(arguments.folder or firm.settings.backups))
    print(saved)
    return _say_lacking("damaged or missing here, not saved", backup.missing(saved))


def _restore(firm: Firm, arguments: argparse.Namespace) -> int:
    migrate(firm)
    lacking = backup.restore(firm, Path(arguments.backup))
    print("restored")
    return _say_lacking("damaged or missing in the backup, not restored", lacking)


def _say_lacking(words: str, digests: list[str]) -> int:
    for digest in digests:
        print(f"{words}: {digest}", file=sys.stderr)
    return int(bool(digests))


def _verify(firm: Firm, arguments: argparse.Namespace) -> int:
    newest = Path(arguments.backup) if arguments.backup else backup.newest(Path(firm.settings.backups))
    if newest is None:
        print("There is no backup to verify. Run: handzettel backup", file=sys.stderr)
        return 1
    problems = backup.verify(firm, newest)
    if problems:
        print("\n".join(problems))
        return 1
    print(f"{newest.name}: whole, and restored for a test")
    if not backup.of_this_history(firm, newest):
        print("It is not a backup of this ledger: phones go on keeping what they have.")
    return 0


def _ledger_rebuild(firm: Firm, _: argparse.Namespace) -> int:
    try:
        different = firm.database.write(replay.rebuild)
    except replay.NotPlayable as error:
        print(f"nothing was changed: {error}", file=sys.stderr)
        return 1
    print("\n".join(different) or "the slips are what the ledger says")
    return int(bool(different))


def _ledger_verify(firm: Firm, _: argparse.Namespace) -> int:
    with firm.database.read() as session:
        broken = replay.broken_links(session)
    print("\n".join(f"broken at {seq}" for seq in broken) or "the chain holds from the first entry on")
    return int(bool(broken))


def _ledger_export(firm: Firm, arguments: argparse.Namespace) -> int:
    """The file has its name only when it is whole."""
    target = Path(arguments.file)
    unfinished = target.with_name(f".{target.name}.unfinished")
    count = 0
    try:
        with firm.database.read() as session, open(unfinished, "w", encoding="utf-8") as file:
            for entry in replay.export(session):
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
                count += 1
        unfinished.rename(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        print(f"{target}: {error.strerror}", file=sys.stderr)
        return 1
    print(f"{count} entries; check them with: python docs/verify_ledger.py {target}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="handzettel", description="Slips from the site to the office.")
    commands = parser.add_subparsers(required=True, metavar="command")
    serve = _command(commands, "serve", _serve, "serve the office and the phones")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--pair", metavar="NAME", help="also print a pairing link for this person's phone")
    demo = _command(commands, "demo", _demo, "load the demo firm into an empty database")
    demo.add_argument("--slips", type=int, help="so many further plain slips, for benchmarks")
    demo.add_argument("--if-empty", action="store_true", help="do nothing where there are people already")
    demo.add_argument("--seed", type=int, help="makes everything the same each time, the calendar included")
    _command(commands, "migrate", _migrate, "create or upgrade the database")
    _people_commands(commands)
    load = _command(commands, "import-unsent", _import_unsent, "load the file of a phone that cannot send any more")
    load.add_argument("file")
    load.add_argument("--by", metavar="NAME", required=True, help="who of the office loads it")
    _command(commands, "backup", _backup, "save database and files").add_argument("folder", nargs="?")
    _command(commands, "restore", _restore, "restore into an empty database").add_argument("backup")
    _command(commands, "verify", _verify, "restore the newest backup for a test").add_argument("backup", nargs="?")
    ledger = commands.add_parser("ledger", help="prove the ledger").add_subparsers(required=True, metavar="command")
    _command(ledger, "rebuild", _ledger_rebuild, "make the slips anew from the ledger and compare")
    _command(ledger, "verify", _ledger_verify, "check the chain")
    _command(ledger, "export", _ledger_export, "write it down so that anybody can check it").add_argument("file")
    return parser


def _people_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    person = commands.add_parser("person", help="people").add_subparsers(required=True, metavar="command")
    add = _command(person, "add", _person_add, "add a person")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--login", help="name to sign in with")
    _command(commands, "pair", _pair, "print a pairing code for a person's phone").add_argument("name")
    _command(commands, "password", _password, "set a password, read from standard input").add_argument("name")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, about: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about)
    parser.set_defaults(run=run)
    return parser


def _named(session: Session, name: str) -> Person:
    person = person_named(session, name)
    if person is None:
        raise Refusal("not_found")
    return person


def _login_for(name: str) -> str:
    return name.split(" ")[0].lower()


def _is_migrated(firm: Firm) -> bool:
    from sqlalchemy import inspect

    return inspect(firm.database.engine).has_table("head")


def _say_where(firm: Firm, arguments: argparse.Namespace) -> None:
    """Addresses and, for the first phone, a link as text and as QR code."""
    address = firm.settings.base_url
    print(f"Office  {address}/\nPhone   {address}/app")
    if arguments.pair:
        _show_link(firm, arguments.pair)
    sys.stdout.flush()


def _show_link(firm: Firm, name: str) -> None:
    try:
        code = firm.database.write(lambda session: make_pairing_code(session, firm.settings, _named(session, name)))
    except Refusal:
        return print(f"There is nobody called {name} to pair a phone for.")
    link = f"{firm.settings.base_url}/app#pair={code}"
    print(f"\n{name}'s phone, once, until {_valid_until(firm)}: {link}")
    segno.make(link, micro=False).terminal(compact=True)


def _valid_until(firm: Firm) -> str:
    from datetime import timedelta

    return (clock.now() + timedelta(days=firm.settings.pairing_days)).date().isoformat()


if __name__ == "__main__":
    sys.exit(main())
