"""What agencies told the partnership, and when: the record contract, the feeds, and the store of snapshots."""
