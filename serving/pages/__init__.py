"""The practitioners' and the board's pages: plain HTML, no JavaScript, nothing fetched from outside."""
