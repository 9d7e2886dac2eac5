"""Evidence for a governance board: fairness by group with intervals, verdicts, disclosure control, the gate."""
