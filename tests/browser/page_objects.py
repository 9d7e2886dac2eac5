"""The pages as a person uses them, so that a test reads as what somebody does and not as what the HTML is."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Somebody:
    """A person at a browser; `base` is where the service answers."""

    page: Page
    base: str

    def sign_in(self, link: str) -> None:
        self.page.goto(self.base + link)
        self.page.get_by_role("button", name="Sign in").click()

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def faults(self) -> list[str]:
        return self.page.locator(".govuk-error-summary__list a").all_inner_texts()

    def width_beyond_the_window(self) -> int:
        """How many pixels one would have to scroll sideways."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide

    def heading_levels(self) -> list[int]:
        levels: list[int] = self.page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(each => Number(each.tagName[1]))"
        )
        return levels

    def fields_without_label(self) -> list[str]:
        names: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]),select,textarea')]"
            ".filter(each => !each.labels.length).map(each => each.name)"
        )
        return names


@dataclass(frozen=True)
class Worker(Somebody):
    """An adolescent worker."""

    def choose(self, person_id: str) -> None:
        self.page.get_by_role("link", name=person_id).click()

    def note_view(self, view: str, known: str = "") -> None:
        if view:
            self.page.get_by_label(view).check()
        self.page.get_by_label("What do you know that records may not show?").fill(known)
        self.page.get_by_role("button", name="Save my view").click()

    def band(self, target: str) -> str:
        return self.page.get_by_role("region", name=target).locator(".govuk-tag").inner_text()

    def reasons(self) -> list[str]:
        return self.page.locator(".app-theme:visible > h3").all_inner_texts()

    def marked_silent(self) -> list[str]:
        return self.page.locator(".app-theme--silent:visible > h3").all_inner_texts()

    def unfold(self, reason: str) -> str:
        theme = self.page.locator(".app-theme", has=self.page.get_by_role("heading", name=reason))
        theme.locator("summary").click()
        return theme.locator(".app-records").inner_text()

    def decide(self, outcome: str, rationale: str, verdicts: dict[str, str]) -> None:
        for reason, verdict in verdicts.items():
            self.page.get_by_label(reason).select_option(verdict)
        if outcome:
            self.page.get_by_label(outcome).check()
        self.page.get_by_label("Why do you think so?").fill(rationale)
        self.page.get_by_role("button", name="Record my decision").click()
