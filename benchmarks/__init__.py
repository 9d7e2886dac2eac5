"""Speed and memory as ratios against a peer on the same data in the same run; never a timed test."""
