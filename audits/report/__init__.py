"""The report that a governance board reads: one file a section, one self-contained page."""
