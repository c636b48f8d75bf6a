"""What leaves the house: PDFs, figures, spreadsheets."""

from typing import Any

HANDLERS: dict[str, Any] = {}
