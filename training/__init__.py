"""A model that earns its place: cohort, outcome, split by time, calibration, bands, and the bundle that is served."""
