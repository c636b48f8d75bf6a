"""What leaves the house: PDFs, figures, spreadsheets."""

from app.firm import Firm
from app.jobs import Handler
from app.reports.printing import keep_pdf

HANDLERS: dict[str, Handler[Firm]] = {"pdf": keep_pdf}
