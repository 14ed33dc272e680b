"""The rules of WCAG 2.2 AA and of good practice, held against a page by axe; only this module knows axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONLY = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
"""What is in order is not described, which would take as long again."""


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What shuts somebody out of the page as it stands: the rule, and each element that breaks it."""
    found = Axe().run(page, options=ONLY).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
