"""The desk's door: inbox, review, planning, directory, figures, exports."""

from app.office import deciding, devices, exports, figures, inbox, opening, people, places, planning, slips

# planning before slips: /slips/new/plan is not the page of a slip
ROOMS = (opening, inbox, planning, slips, deciding, people, devices, places, figures, exports)
ROUTERS = tuple(room.router for room in ROOMS)
