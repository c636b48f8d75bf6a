"""What histories have found, each as short as it can be told."""

from collections.abc import Iterator
from random import Random

import pytest

from tests.simulation.bugs import BUGS
from tests.simulation.history import Theatre
from tests.simulation.pictures import offset_at_server
from tests.simulation.reading import Wrong
from tests.simulation.server import Request
from tests.simulation.wire import Killed
from tests.simulation.world import Step, World

ANNA, BEN = 0, 1


@pytest.fixture
def world(theatre: Theatre) -> Iterator[World]:
    world = theatre.world()
    yield world
    world.close()


def test_ops_of_a_phone_paired_after_the_backup_are_taken(world: World) -> None:
    """The restored server has never heard of the device; its owner pairs anew and sends what is left from it."""
    take(
        world,
        ("pair_again", ANNA),
        ("hand add_row", ANNA),
        ("sync", ANNA),
        ("restore", 0),
        ("pair_again", ANNA),
        ("sync", ANNA),
    )
    (op,) = [op for op in world.checker.saved.values() if op["kind"] == "add_row"]
    assert world.phones[ANNA].store.done[-1].held is None
    assert world.checker.contents()[0] >= {op["op_id"]}
    world.settle()


def test_a_receipt_of_the_restored_server_does_not_hide_the_restore(world: World) -> None:
    """Anna's op is lost with the disk; before she pulls, Ben and she have taken the ledger beyond where it was."""
    hide_a_restore(world)
    world.settle()
    assert all(not phone.store.ops for phone in world.phones)


def test_looking_for_the_newest_point_only_would_lose_an_op(world: World) -> None:
    with BUGS["newest_check_only"](), pytest.raises(Wrong, match="I3"):
        hide_a_restore(world)


def test_what_a_pull_told_is_looked_for_too(world: World) -> None:
    """A pull ends half way with a receipt still to be checked; what it told is then lost with the disk."""
    tell_what_is_lost(world)
    world.settle()


def test_forgetting_where_a_pull_came_from_would_leave_a_ghost(world: World) -> None:
    with BUGS["pull_unchecked"](), pytest.raises(Wrong, match="L2"):
        tell_what_is_lost(world)
        world.settle()


def test_a_picture_lost_without_a_trace_in_the_ledger_is_sent_again(world: World) -> None:
    """The backup was made between the op and its picture: the restored ledger is the one the phone knows."""
    anna = world.phones[ANNA]
    take(world, ("hand attach", ANNA))
    anna._push_all(submits=False)
    take(world, ("backup", 0), ("sync", ANNA))
    (digest,) = anna.store.pictures
    assert world.server.firm.files.has(digest)
    world.server.restore(world.backups[-1])
    world.checker.note_restored()
    take(world, ("sync", ANNA))
    assert not world.server.firm.files.has(digest)
    take(world, ("days", 0), ("sync", ANNA), ("sync", ANNA))
    assert world.server.firm.files.has(digest)
    world.settle()


def test_a_known_op_is_kept_until_a_backup_has_it_where_it_stands_now(world: World) -> None:
    """A delayed copy of an op reaches the restored server before its phone: it stands behind its receipt's number."""
    anna = world.phones[ANNA]
    take(world, ("hand add_row", ANNA), ("sync", ANNA))
    (done,) = anna.store.done
    copy = done.op
    take(world, ("restore", 0), ("office plan", 0), ("office plan", 0))
    world.hands[ANNA].phone.store.ops.insert(0, copy)
    anna._push_all(submits=False)
    take(world, ("sync", ANNA))
    assert [one.seq for one in anna.store.done if one.op["op_id"] == copy["op_id"]] >= [
        world.checker._entries[copy["op_id"]][0]
    ]
    world.settle()


def test_a_revoked_phone_keeps_its_order(world: World) -> None:
    """A delayed copy of its later ops arrives first. Paired anew, the phone can still bring the earlier one."""
    ben, hands = world.phones[BEN], world.hands[BEN]
    ops = [hands.do(verb, Random(3)) for verb in ("edit_row", "attach", "add_row")]
    first, *rest = [op for op in ops if op]
    take(world, ("trouble revoke", BEN))
    assert ben._push(rest) == set()
    assert [op["op_id"] for op in ben.store.ops][:1] == [first["op_id"]]
    take(world, ("pair_again", BEN), ("sync", BEN))
    assert [done.held for done in ben.store.done] == [None] * len(ops)
    world.settle()


def test_what_was_written_last_stays_after_pairing_anew_and_a_restore(world: World) -> None:
    """Two devices of one person, one line each: the earlier op is lost with the disk and must not come back on top."""
    write_paired_between(world)
    world.settle()
    assert all(not phone.store.ops for phone in world.phones)


def test_pushing_before_looking_would_turn_the_order_round(world: World) -> None:
    with BUGS["push_unlooked"](), pytest.raises(Wrong, match="I15"):
        write_paired_between(world)
        world.settle()


def test_a_session_that_ends_takes_nothing_with_it(world: World) -> None:
    """What waits for its pictures is still there after the phone was told that it may not read."""
    take(world, ("trouble session", ANNA), ("hand submit", ANNA))
    with BUGS["wiped_on_401"](), pytest.raises(Wrong, match="I15"):
        take(world, ("sync", ANNA))
        world.settle()


def test_what_came_of_a_piece_before_the_line_broke_is_kept(world: World) -> None:
    """L3: a cut costs nothing that has arrived."""
    take(world, ("hand attach_big", ANNA))
    anna = world.phones[ANNA]
    (digest,) = anna.store.pictures
    content = anna.store.pictures[digest].content
    cookies = "; ".join(f"{name}={value}" for name, value in anna.wire.cookies.items())
    headers = {"cookie": cookies, "upload-offset": "0", "upload-length": str(len(content))}
    world.server.handle(Request("PATCH", f"/api/blobs/{digest}", headers=headers, body=content, cut=100_000))
    assert offset_at_server(anna.wire, digest) == 100_000
    take(world, ("sync", ANNA))
    assert anna.store.unsent() == []
    world.settle()


def test_a_big_picture_sent_whole_again_after_a_cut_costs_too_much(world: World) -> None:
    take(world, ("hand attach_big", ANNA))
    (picture,) = world.phones[ANNA].store.pictures.items()
    first = Request("PUT", f"/api/blobs/{picture[0]}", body=picture[1].content)
    world.network.meter.sent(first)
    world.network.meter.lost(first, "cut_off")
    with BUGS["whole_again"](), pytest.raises(Wrong, match="L3"):
        take(world, ("sync", ANNA))


def test_a_slip_does_not_wait_for_ever_for_a_picture_on_a_lost_phone(world: World) -> None:
    """Anna's op came, her picture did not, her phone is gone. Ben hands in, hears what is missing, and gives it up."""
    anna, ben = world.phones[ANNA], world.phones[BEN]
    take(world, ("hand attach", ANNA))
    (digest,) = anna.store.pictures
    anna._push_all(submits=False)
    take(world, ("trouble empty", ANNA), ("sync", BEN), ("hand submit", BEN), ("sync", BEN))
    assert [op["kind"] for op in ben.store.ops] == ["submit"]
    assert ben.store.missing == {digest}
    ben.store.give_up(digest)
    take(world, ("sync", BEN))
    assert [done.held for done in ben.store.done if done.op["kind"] == "submit"] == ["bytes_missing"]
    world.settle()


def test_a_hand_in_does_not_wait_for_what_another_phone_has_given_up(world: World) -> None:
    """Anna gives up her photo, her hand-in is held; Ben, who never had it, hands in too. (Seed 1, history 135.)"""
    anna, ben = world.phones[ANNA], world.phones[BEN]
    take(world, ("hand submit", BEN), ("hand attach", ANNA))
    (digest,) = anna.store.pictures
    anna.store.pictures[digest].content = b""
    world.checker.fate.unreadable(digest)
    take(world, ("hand submit", ANNA), ("trouble give_up", ANNA), ("sync", ANNA))
    assert [done.held for done in anna.store.done if done.op["kind"] == "submit"] == ["bytes_missing"]
    take(world, ("sync", BEN))
    assert [done.held for done in ben.store.done if done.op["kind"] == "submit"] == ["bytes_missing"]
    world.settle()


def take(world: World, *steps: tuple[str, int]) -> None:
    for verb, who in steps:
        world.take(Step(verb, who))


def write_paired_between(world: World) -> None:
    write_work(world, "Pfosten gesetzt")
    take(world, ("sync", ANNA), ("pair_again", ANNA), ("restore", 0))
    write_work(world, None)
    take(world, ("sync", ANNA), ("sync", ANNA))


def write_work(world: World, text: str | None) -> None:
    hands = world.hands[ANNA]
    (view,) = hands.phone.store.views()
    patch = {"work": [view["fields"].get("work"), text]}
    hands._write(view["slip_id"], view["rev"], ("edit", {"patch": patch}, []))


def hide_a_restore(world: World) -> None:
    take(
        world,
        ("hand add_row", ANNA),
        ("sync", ANNA),
        ("restore", 0),
        ("hand add_row", BEN),
        ("hand add_row", BEN),
        ("sync", BEN),
    )
    take(world, ("hand create", ANNA))  # of the slip she wrote in before, the server would miss an op
    world.phones[ANNA]._push_all(submits=False)
    world.checker.step(world.stores)


def tell_what_is_lost(world: World) -> None:
    """Ben's phone has a receipt and one of two pulls; the office's word it heard in it goes, his op stays."""
    ben = world.phones[BEN]
    take(world, ("hand add_row", BEN))
    ben._push_all(submits=False)
    take(world, ("backup", 0), ("office void", 0))
    ben.page, ben.wire.steps_to_live = 100, 3
    with pytest.raises(Killed):
        ben._pull_all()
    ben.wire.steps_to_live = None
    world.server.restore(world.backups[-1])
    world.checker.note_restored()
    take(world, ("sync", BEN))
