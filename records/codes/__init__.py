"""Agencies' code lists in plain words, as versioned CSV files beside this module; `records.kinds` reads them."""
