"""The proxy does to a request what it is told to, and counts it. Plain sockets, no browser."""

import http.client
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.journeys.faults import Fault, answers, portal
from tests.journeys.proxy import Proxy

BODY = b"x" * 40_000
LOST = (http.client.HTTPException, ConnectionError)


class Echo(BaseHTTPRequestHandler):
    """Says what it got; remembers it."""

    seen: list[tuple[str, str, bytes]]

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append((self.command, self.path, body))  # type: ignore[attr-defined]
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = answer

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.seen = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(server: ThreadingHTTPServer) -> Iterator[Proxy]:
    proxy = Proxy(server.server_address[1])
    proxy.start()
    yield proxy
    proxy.stop()


def test_what_is_not_touched_goes_through_whole(proxy: Proxy, server: ThreadingHTTPServer) -> None:
    proxy.arm(Fault("before", "/other"))
    assert ask(proxy, "PUT", "/file?a=1", BODY) == (201, BODY)
    assert seen(server) == [("PUT", "/file?a=1", BODY)]
    assert proxy.up == {"/file": len(BODY)}
    assert proxy.down["/file"] > len(BODY)
    assert not proxy.faults


def test_before_never_arrives_and_after_arrives_without_an_answer(proxy: Proxy, server: ThreadingHTTPServer) -> None:
    proxy.arm(Fault("before", "/a"), Fault("after", "/b"))
    with pytest.raises(LOST):
        ask(proxy, "POST", "/a", b"1")
    with pytest.raises(LOST):
        ask(proxy, "POST", "/b", b"2")
    assert seen(server) == [("POST", "/b", b"2")]
    assert proxy.faults == {"before": 1, "after": 1}


def test_method_skip_and_times_pick_the_requests(proxy: Proxy) -> None:
    proxy.arm(answers(503, "/a", method="POST", skip=1, times=2, wait=7))
    got = [ask(proxy, "POST", "/a", b"")[0] for _ in range(5)]
    assert got == [201, 503, 503, 201, 201]
    assert ask(proxy, "GET", "/a")[0] == 201


def test_twice_comes_again_with_one_answer(proxy: Proxy, server: ThreadingHTTPServer) -> None:
    proxy.arm(Fault("twice"))
    assert ask(proxy, "POST", "/a", b"1") == (201, b"1")
    wait(lambda: len(seen(server)) == 2)
    assert seen(server) == [("POST", "/a", b"1")] * 2


def test_answers_are_cut_short_emptied_or_somebody_elses(proxy: Proxy) -> None:
    proxy.arm(Fault("truncate"))
    with pytest.raises(http.client.IncompleteRead):
        ask(proxy, "PUT", "/a", BODY)
    proxy.arm(Fault("cut_down", amount=100))
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask(proxy, "PUT", "/a", BODY)
    assert len(cut.value.partial) == 100
    proxy.arm(answers(200), portal(), answers(204))
    assert ask(proxy, "GET", "/a") == (200, b"")
    status, page = ask(proxy, "GET", "/a")
    assert (status, b"Guest Wi-Fi" in page) == (200, True)
    assert ask(proxy, "GET", "/a") == (204, b"")


def test_a_line_cut_on_the_way_up_brings_only_a_part(proxy: Proxy, server: ThreadingHTTPServer) -> None:
    proxy.arm(Fault("cut_up", amount=1000))
    with pytest.raises(LOST):
        ask(proxy, "PUT", "/a", BODY)
    assert proxy.up["/a"] == 1000
    wait(lambda: [len(body) for _, _, body in seen(server)] == [1000])


def test_a_fault_may_pick_by_what_is_in_the_body(proxy: Proxy) -> None:
    proxy.arm(answers(500, holding=b"bad", times=None))
    assert [ask(proxy, "POST", "/a", body)[0] for body in (b"good", b"a bad one", b"good")] == [201, 500, 201]


def test_a_body_may_arrive_short_and_look_whole(proxy: Proxy, server: ThreadingHTTPServer) -> None:
    proxy.arm(Fault("shorten", amount=0), Fault("shorten", amount=10))
    assert [ask(proxy, "PUT", "/a", BODY) for _ in range(2)] == [(201, b""), (201, BODY[:10])]
    assert [len(body) for _, _, body in seen(server)] == [0, 10]


def test_a_rate_is_kept(proxy: Proxy) -> None:
    proxy.arm(Fault("rate", amount=100_000))
    began = time.monotonic()
    assert ask(proxy, "PUT", "/a", BODY) == (201, BODY)
    assert time.monotonic() - began >= 2 * len(BODY) / 100_000 * 0.9


def test_what_hangs_is_cut_when_the_weather_clears(proxy: Proxy, server: ThreadingHTTPServer) -> None:
    proxy.arm(Fault("hang"))
    ended: list[str] = []

    def attempt() -> None:
        try:
            ask(proxy, "GET", "/a")
        except LOST as error:
            ended.append(type(error).__name__)

    thread = threading.Thread(target=attempt)
    thread.start()
    wait(lambda: proxy.faults["hang"] == 1)
    assert thread.is_alive()
    proxy.clear()
    thread.join(5)
    assert len(ended) == 1
    assert seen(server) == []


def test_the_same_seed_is_the_same_weather(proxy: Proxy) -> None:
    runs = []
    for _ in range(2):
        proxy.weather(7, 0.5, ("before", "502", "portal"))
        runs.append([outcome(proxy) for _ in range(20)])
    assert runs[0] == runs[1]
    assert {"201", "502", "200", "lost"} == set(runs[0])


def test_a_server_that_is_away_and_one_that_took_its_place(proxy: Proxy, server: ThreadingHTTPServer) -> None:
    target, proxy.target = proxy.target, 9
    with pytest.raises(LOST):
        ask(proxy, "GET", "/a")
    proxy.target = target
    assert ask(proxy, "GET", "/a")[0] == 201


def outcome(proxy: Proxy) -> str:
    try:
        return str(ask(proxy, "GET", "/a")[0])
    except LOST:
        return "lost"


def ask(proxy: Proxy, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=10)
    try:
        line.request(method, path, body)
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()


def seen(server: ThreadingHTTPServer) -> list[tuple[str, str, bytes]]:
    return server.seen  # type: ignore[attr-defined]


def wait(condition: object) -> None:
    ends = time.monotonic() + 10
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.01)
