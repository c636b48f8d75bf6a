"""What can be nowhere any more, through no fault of ours: it was only on a phone that is gone, or could not be read."""

from collections.abc import Collection
from dataclasses import dataclass, field

from tests.simulation.store import Store


@dataclass
class Fate:
    """Exactly the ops and pictures that may be missing in the end."""

    gone: set[str] = field(default_factory=set)  # ops
    hopeless: set[str] = field(default_factory=set)  # pictures
    _only_server: set[str] = field(default_factory=set)  # ops whose phone is gone
    _only_server_pictures: set[str] = field(default_factory=set)

    def emptied(self, store: Store, ops: Collection[str], digests: Collection[str]) -> None:
        """A phone lost all it had, while the server had these."""
        had = {op["op_id"] for op in store.ops} | {done.op["op_id"] for done in store.done}
        self.gone |= had - set(ops)
        self._only_server |= had & set(ops)
        self.hopeless |= store.pictures.keys() - set(digests)
        self._only_server_pictures |= store.pictures.keys() & set(digests)

    def unreadable(self, digest: str) -> None:
        """A phone's storage has lost a picture."""
        self.hopeless.add(digest)

    def restored(self, ops: Collection[str], digests: Collection[str]) -> None:
        """The server has only these now."""
        self.gone |= self._only_server - set(ops)
        self.hopeless |= self._only_server_pictures - set(digests)
