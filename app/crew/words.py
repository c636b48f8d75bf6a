"""The words of a phone: its own in the language of its person, and those of the paper a client reads, in German."""

import re

from app import pages

AREAS = ("common", "crew", "errors")
PAPER = re.compile(
    r"report\.weekdays|record\.(opening|answer)\.\w+"
    r"|pdf\.(activity|box|check\.result|finished|heading|kind|source|tag|trip|trip_kind)\.(?!columns)\w+"
    r"|pdf\.(agreed_on|and|batch|breaks|certificate|check\.photos|check\.version|checks|client_present|early_start"
    r"|equipment|everybody|extra|extra_ordered|extra_unordered|extras|finished|from_paper|heading|hot_work|hours"
    r"|late_reason|leftover|material|measured_by|measurements|no_breaks|no_times|no_work|nobody_named|not_billable"
    r"|not_paid|notice|openings|photo|photo_drawn|photo_of|photos|planned_time|planned_total|position|read_in|records"
    r"|signature_of|special|tear_open|times|together|trips|work)"
    r"|office\.table\.(material|equipment|measurement|opening|checklist|answer|obstruction|concern|defect|follow_up)"
    r"|office\.field\.slip\.(safe|site_clean|keys_returned)"
    r"|office\.field\.(obstruction|concern|defect|follow_up)\.\w+|office\.field\.opening\.(?!kind|text)\w+"
    r"|office\.value\.kind\.(door|window|gate)"
    r"|office\.value\.(cause|against|whose|severity|hinge|unit|fixed|safe|site_clean|keys_returned|client_language)\.\w+"
)


def of_phone(lang: str) -> dict[str, str]:
    """What is read before it is signed says what the PDF will say: it has the PDF's own words."""
    return dict(pages.texts(lang, *AREAS)) | of_paper()


def of_paper() -> dict[str, str]:
    """The words of the client's paper. There is no other paper than a German one."""
    return {key: text for key, text in pages.texts("de").items() if PAPER.fullmatch(key)}
