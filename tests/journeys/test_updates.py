"""A new version of the app: never in the middle of a slip, all or nothing, and no window is left behind."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from tests.journeys.faults import Fault, answers, portal
from tests.journeys.hands import WORK, go_home, open_slip, send, write
from tests.journeys.house import Server, until
from tests.journeys.reading import Book, all_sent, same_set, script, slip_in_office, store_of
from tests.journeys.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROJECT = Path(__file__).parent.parent.parent
OLD, NEW = '"tab.today": "Heute"', '"tab.today": "Heute neu"'
STEP = "\n  (db) => void db.createObjectStore(`more`),\n];\n\nexport class StoreError"
PACK = "/app/pack/"
FILE = f"/static/.*/screens/sign.js|{PACK}"
BROKEN = [
    Fault("before", FILE, times=None),
    Fault("truncate", FILE, times=None),
    portal(FILE, times=None),
    answers(200, FILE, body=b"export {};", type="text/javascript", times=None),
]
TYPED = "Mitten im Satz, als die neue Fassung kam"


@pytest.fixture
def newer(stage: Stage, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts the next version beside the running one, on the same database, and sends phones there."""
    servers: list[Server] = []

    def start(*, database: bool = False) -> Server:
        servers.append(Server(stage.firm, next_version(tmp_path / "v2", database=database)))
        servers[0].start()
        stage.phone.proxy.target = servers[0].port
        return servers[0]

    yield start
    for server in servers:
        server.stop()


def test_a_new_version_arrives_in_the_middle_of_a_slip(stage: Stage, newer: Callable[..., Server]) -> None:
    """Row 10: two windows, a slip open in one of them, no signal in between. Nothing reloads while somebody types,
    the old files stay served; after consent and the slip both windows run the new version, and no word is lost."""
    writing, book = stage.phone.open(), Book()
    open_slip(writing, stage.slip_id)
    write(writing, "Vor der neuen Fassung.")
    calm = stage.phone.open()
    go_home(calm)
    for page in (writing, calm):
        page.evaluate("window.same = true")
    old_files = writing.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    newer()
    until(lambda: waiting_version(calm))
    writing.get_by_label(WORK).press_sequentially(TYPED)
    stage.phone.proxy.arm(Fault("before", times=None))
    until(lambda: TYPED in str(store_of(writing).drafts) or any(TYPED in text for text in store_of(writing).texts()))
    assert writing.evaluate("window.same")
    stage.phone.proxy.clear()
    for address in old_files:
        if "/static/" in address:
            with urlopen(address, timeout=30) as answer:
                assert answer.status == 200
    calm.get_by_role("button", name="Jetzt wechseln").click()
    calm.get_by_text("In einem anderen Fenster ist noch ein Zettel offen").wait_for()
    assert writing.evaluate("window.same") and calm.evaluate("window.same")
    go_home(writing)
    calm.get_by_role("button", name="Jetzt wechseln").click()
    for page in (writing, calm):
        page.get_by_role("heading", name="Heute neu", level=1).wait_for()
    book.note(writing)
    assert any(TYPED in text for text in store_of(writing).texts())
    same_set(stage.firm, all_sent(writing), book)


def test_an_update_that_breaks_half_way_leaves_the_old_version(stage: Stage, newer: Callable[..., Server]) -> None:
    """Row 11: one file of the new version does not come as it should, nor does the pack it is in: the old one stays
    whole and starts without a server, each time; when the file comes whole, the new version is there."""
    page, line = stage.phone.open(), stage.phone.proxy
    go_home(page)
    server = newer()
    for fault in BROKEN:
        line.arm(fault)
        assert page.evaluate(UPDATE) == "failed"
        assert line.faults[fault.name] >= 1
        line.arm(Fault("before", "/", times=None))
        page = stage.phone.again(f"slip/{stage.slip_id}")
        page.get_by_label(WORK).wait_for()
        go_home(page)
        assert page.get_by_role("heading", name="Heute neu").count() == 0
        line.reset(server.port)
    until(lambda: waiting_version(page))
    page.get_by_role("button", name="Jetzt wechseln").click()
    page.get_by_role("heading", name="Heute neu", level=1).wait_for()


def test_a_new_version_comes_in_one_answer(stage: Stage, newer: Callable[..., Server]) -> None:
    page, line = stage.phone.open(), stage.phone.proxy
    go_home(page)
    newer()
    line.requests.clear()
    until(lambda: waiting_version(page))
    fetched = [path for _, path in line.requests if path.startswith(("/static/", PACK))]
    assert [path.startswith(PACK) for path in fetched] == [True]
    line.arm(Fault("before", times=None))
    page.get_by_role("button", name="Jetzt wechseln").click()
    page.get_by_role("heading", name="Heute neu", level=1).wait_for()


def test_a_line_that_cuts_long_answers_does_not_keep_the_new_version_out(
    stage: Stage, newer: Callable[..., Server]
) -> None:
    """The pack never arrives whole: the files come one by one."""
    page, line = stage.phone.open(), stage.phone.proxy
    go_home(page)
    newer()
    line.arm(Fault("truncate", PACK, times=None))
    until(lambda: waiting_version(page))
    assert line.faults["truncate"] >= 1
    page.get_by_role("button", name="Jetzt wechseln").click()
    page.get_by_role("heading", name="Heute neu", level=1).wait_for()


def test_an_old_window_does_not_keep_the_new_version_out(stage: Stage, newer: Callable[..., Server]) -> None:
    """Row 12: the new version upgrades the database while an old window has something typed: the old one writes it
    down, closes and says so; the new one starts at once."""
    old, book = stage.phone.open(), Book()
    open_slip(old, stage.slip_id)
    newer(database=True)
    until(lambda: waiting_version(old))
    old.get_by_label(WORK).fill(TYPED)
    old.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting.postMessage('switch'))")
    new = stage.phone.open()
    go_home(new)
    new.get_by_role("heading", name="Heute neu", level=1).wait_for()
    old.get_by_text("In einem anderen Fenster läuft die neue Fassung").wait_for()
    until(lambda: TYPED in store_of(new).texts() or TYPED in str(store_of(new).drafts))
    old.get_by_role("button", name="Hier weitermachen").click()
    old.get_by_label(WORK).wait_for()
    until(lambda: TYPED in store_of(new).texts())
    book.note(new)
    same_set(stage.firm, all_sent(new), book)
    assert slip_in_office(stage.firm, stage.slip_id)["fields"]["work"] == TYPED


def test_a_window_that_does_not_let_go_is_named(stage: Stage, newer: Callable[..., Server]) -> None:
    """Row 12: an old window holds the database and does not hear: the new one says what to close, and goes on by
    itself."""
    stage.phone.scripts.append(script("deaf"))
    old = stage.phone.open()
    open_slip(old, stage.slip_id)
    newer(database=True)
    until(lambda: waiting_version(old))
    old.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting.postMessage('switch'))")
    until(lambda: old.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.waiting === null)"))
    new = stage.phone.open()
    new.get_by_text("noch in einem alten Fenster offen").wait_for()
    old.close()
    go_home(new)
    new.get_by_role("heading", name="Heute neu", level=1).wait_for()
    assert new.get_by_text("noch in einem alten Fenster offen").count() == 0


def next_version(tree: Path, *, database: bool) -> Path:
    """A copy of the project with one word changed, and if wanted with one more step of the phone's database."""
    shutil.copytree(PROJECT / "app", tree / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "migrations", tree / "migrations")
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(PROJECT / name, tree / name)
    change(tree / "app/texts/de/crew.json", OLD, NEW)
    if database:
        change(tree / "app/static/crew/store/database.js", "\n];\n\nexport class StoreError", STEP)
    return tree


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def waiting_version(page: Page) -> bool:
    """Asks for a new version; whether one is installed and waits."""
    send(page)
    return bool(page.evaluate(UPDATE) == "waiting")


# A version that fails at once is gone before `update` answers: it is caught when it is found.
UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  let worker = registration.installing, found = Boolean(worker);
  const find = () => ((found = true), (worker = registration.installing));
  registration.addEventListener("updatefound", find, { once: true });
  await registration.update().catch(() => null);
  worker ??= registration.installing;
  if (worker) await new Promise((resolve) => {
    const installed = () => worker.state === "installing" || resolve();
    worker.addEventListener("statechange", installed);
    installed();
  });
  return registration.waiting ? "waiting" : found || worker ? "failed" : "none";
}"""
