"""The command line's groups of the service, one file each."""
