"""The page: thin path."""


def page(report: dict) -> str:
    return "<!doctype html>"
