"""A normal day: Anna writes a slip and sends it whenever there is signal, Olga approves it."""

from uuid_utils import uuid7

from tests.cast import jpeg
from tests.faults.carrier import Carrier
from tests.faults.desk import Desk


def day(anna: Carrier, olga: Desk) -> str:
    """The slip of the day. Ends with an exception wherever the server ends; what was saved by then is in the outbox."""
    slip_id = str(uuid7())
    anna.do_later("create", slip_id, patch={"date": [None, "2026-11-25"], "zone": [None, "Europe/Berlin"]})
    anna.send()
    anna.do_later("edit", slip_id, patch={"work": [None, "Pfosten gesetzt"], "finished": [None, "yes"]})
    anna.do_later("add_row", slip_id, rows={str(uuid7()): {"table": "time", "fields": hours_of(anna)}})
    anna.photograph(slip_id, jpeg(f"small {slip_id}"))
    anna.send()
    anna.photograph(slip_id, jpeg(f"large {slip_id}", size=700), in_pieces=True)
    anna.send()
    anna.sign_later(slip_id)
    anna.send()
    olga.approve(slip_id, anna.slip(slip_id)["rev"])
    return slip_id


def hours_of(anna: Carrier) -> dict[str, list[str | None]]:
    said = {"person": anna.person, "start": "2026-11-25T07:00+01:00", "end": "2026-11-25T15:45+01:00"}
    return {name: [None, value] for name, value in said.items()}
