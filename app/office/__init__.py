"""The desk's door: inbox, review, planning, directory, figures, exports."""

from app.office import deciding, exports, figures, inbox, opening, people, places, planning, slips

# planning before slips: /slips/new/plan is not the page of a slip
ROUTERS = tuple(room.router for room in (opening, inbox, planning, slips, deciding, people, places, figures, exports))
