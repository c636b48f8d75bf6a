"""The desk's door: inbox, review, planning, directory, figures, exports."""

from app.office import (
    checklists,
    deciding,
    devices,
    documents,
    exports,
    figures,
    inbox,
    opening,
    papers,
    people,
    phrases,
    places,
    planning,
    slips,
    terms,
)

# planning before slips: /slips/new/plan is not the page of a slip
ROOMS = (
    opening,
    inbox,
    planning,
    papers,
    slips,
    deciding,
    people,
    devices,
    checklists,
    phrases,
    documents,
    places,
    terms,
    figures,
    exports,
)
ROUTERS = tuple(room.router for room in ROOMS)
