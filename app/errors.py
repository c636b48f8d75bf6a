"""Every refusal the firm can give: its code, its HTTP status. The words are in app/texts, one per code and language."""

from typing import Any

STATUS: dict[str, int] = {
    # who are you
    "session_missing": 401,
    "grant_missing": 401,
    "phone_revoked": 401,
    "sign_in_wrong": 401,
    "pairing_code_wrong": 401,
    "not_allowed": 403,
    "foreign_origin": 403,
    "too_many_tries": 429,
    # what is meant
    "not_found": 404,
    "copy_gone": 404,
    "method_not_allowed": 405,
    "malformed": 422,
    "bad_value": 422,
    "too_large": 413,
    "length_missing": 411,
    "length_differs": 422,
    "digest_differs": 422,
    "not_an_image": 415,
    "not_a_document": 415,
    "too_many_documents": 409,
    "wrong_offset": 409,
    "file_missing": 422,
    "file_not_ours": 422,
    "file_damaged": 422,
    "file_newer": 409,
    "file_foreign": 409,
    "already_set_up": 409,
    "backup_damaged": 422,
    "name_taken": 409,
    "password_weak": 422,
    "checklist_bad": 422,
    "last_admin": 409,
    # what the slip says
    "slip_changed": 409,
    "wrong_state": 409,
    "missing_reason": 422,
    "bytes_missing": 409,
    "unknown_schema": 409,
    "pdf_not_possible": 503,
    # the house
    "busy": 503,
    "failed": 500,
}


class Refusal(Exception):
    """A clear no. `details` are for the reader of the answer, never secrets; `headers` go out with it."""

    def __init__(self, code: str, *, headers: dict[str, str] | None = None, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = STATUS[code]
        self.details = details
        self.headers = headers or {}
