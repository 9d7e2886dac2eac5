"""One person across agencies: what is compared, how likely a match is, who is linked, and what a person must decide.

Only this package reads the store's `identifiers`. Splink is imported when a store has some, never before.
"""

from records.linkage.linking import LinkResult, link

__all__ = ["LinkResult", "link"]
