"""From a touch to what it changes on the screen, on a phone that carries much."""

import statistics
from collections.abc import Iterator

from playwright.sync_api import Page

from bench.handset import Bench, Row, Touch, paired
from tests.journeys.house import until

WANTED_MS = 100
SETTLED_MS = 2_500  # until what a start leaves to be done is done

# Hears in the page of the change, and of the frame that shows it. The touch counts from when the browser got it. It
# looks only where something has changed, and asks for no layout: what looks at every frame is itself what it measures.
EFFECT = """(seen) => {
  const before = seen();
  let touched = 0;
  const at = (event) => (touched ||= event.timeStamp);
  const once = { capture: true, once: true };
  for (const kind of ["pointerdown", "keydown", "beforeinput"]) addEventListener(kind, at, once);
  window.took = null;
  const shown = () => setTimeout(() => (window.took = performance.now() - touched));
  const look = () => {
    if (!touched || seen() === before) return;
    observer.disconnect();
    removeEventListener("input", look, true);
    requestAnimationFrame(shown);
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  addEventListener("input", look, true);
}"""

TEXT = """() => document.querySelector("main")?.textContent
  + [...document.querySelectorAll("input, textarea")].map((one) => one.value).join()"""
ADDRESS_AND_FORM = "() => String(Boolean(document.querySelector('form.report')))"
FOUND = "() => document.querySelector('.adding ul')?.textContent"
LINES = "() => document.querySelectorAll('#p5 li').length"


def taps(bench: Bench) -> Iterator[Row]:
    with bench.phone("taps") as phone:
        page = paired(bench.firm, bench.server, phone)
        page.wait_for_timeout(SETTLED_MS)
        glass = Touch(page, bench.slow)
        kinds = {
            "open a slip": lambda: [_opened(glass) for _ in range(bench.rounds)],
            "step an hour": lambda: list(_stepped(glass, bench.rounds * 3)),
            "type a letter": lambda: list(_typed(glass, bench.rounds * 3)),
            "search an article, a letter": lambda: list(_searched(glass, bench.rounds)),
            "add a line": lambda: list(_added(glass, bench.rounds)),
        }
        every: list[float] = []
        for what, measured in kinds.items():
            took = measured()
            every += took
            yield Row(f"  {what}", took, "ms")
        yield Row("tap to effect, p95", [statistics.quantiles(every, n=20)[-1]], "ms", most=WANTED_MS)


def _took(glass: Touch, seen: str, act: object) -> float:
    glass.page.evaluate(f"({EFFECT})({seen})")
    act()  # type: ignore[operator]
    until(lambda: glass.page.evaluate("window.took") is not None)
    return float(glass.page.evaluate("window.took"))


def _tap(glass: Touch, selector: str, seen: str) -> float:
    # the foot covers the edge
    glass.page.locator(selector).first.evaluate("(one) => one.scrollIntoView({ block: 'center' })")
    glass.page.wait_for_timeout(100)
    spot = glass.middle(selector)
    return _took(glass, seen, lambda: glass.tap(*spot))


def _opened(glass: Touch) -> float:
    home(glass.page)
    return _tap(glass, "a[data-kind=main]", ADDRESS_AND_FORM)


def home(page: Page) -> None:
    page.evaluate("location.hash = '#/'")
    page.locator("a[data-kind=main]").wait_for()
    page.wait_for_timeout(300)


def _stepped(glass: Touch, count: int) -> Iterator[float]:
    for _ in range(2):  # once confirms, twice unfolds
        glass.page.get_by_role("button", name="Wie geplant", exact=True).click()
        glass.page.wait_for_timeout(600)
    for _ in range(count):
        yield _tap(glass, "#p1 .stepper button:last-of-type", TEXT)
        glass.page.wait_for_timeout(200)


def _typed(glass: Touch, count: int) -> Iterator[float]:
    glass.page.locator("#p4 textarea").first.click()
    for _ in range(count):
        yield _took(glass, TEXT, lambda: glass.type("n"))
        glass.page.wait_for_timeout(120)


def _searched(glass: Touch, count: int) -> Iterator[float]:
    """Each letter finds another list."""
    _unfold(glass.page)
    field = glass.page.locator(".adding input").first
    for letter in "agbsk"[:count]:
        field.fill("")
        field.focus()
        glass.page.wait_for_timeout(300)
        yield _took(glass, FOUND, lambda letter=letter: glass.type(letter))


def _added(glass: Touch, count: int) -> Iterator[float]:
    for letter in "bdhks"[:count]:
        glass.page.locator(".adding input").first.fill(letter)
        glass.page.wait_for_timeout(300)
        yield _tap(glass, ".adding .article button.row", LINES)
        glass.page.wait_for_timeout(300)
        _unfold(glass.page)


def _unfold(page: Page) -> None:
    """The search for articles, if it is not open."""
    if not page.locator(".adding input").count():
        if page.locator("button#p5").count():
            page.locator("button#p5").dispatch_event("click")
        if not page.locator(".adding input").count():
            page.locator("section#p5 .pair-buttons button").first.dispatch_event("click")
        page.locator(".adding input").wait_for()
