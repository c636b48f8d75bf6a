"""Olga's browser: what she approved, and what she does not know whether she did."""

from dataclasses import dataclass, field

import httpx2


@dataclass
class Desk:
    """Signed in. An approval without an answer is tried again, as somebody does who sees the slip still waiting."""

    http: httpx2.Client
    approved: list[str] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)  # slip, revision she looked at

    def approve(self, slip_id: str, rev: int) -> None:
        self.open.append((slip_id, rev))
        self.again()

    def again(self) -> None:
        """303: done. 409: it had been done, and the answer was lost."""
        while self.open:
            slip_id, rev = self.open[0]
            answer = self.http.post(f"/slips/{slip_id}/approval", data={"rev": str(rev)})
            assert answer.status_code in (303, 409), answer.text
            self.approved.append(slip_id)
            self.open.pop(0)
