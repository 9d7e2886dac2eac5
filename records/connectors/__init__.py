"""One file per feed: `read(path, received_on)` checks what an agency delivered and says it in the contract's words."""
