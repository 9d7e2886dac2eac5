"""What was true of a young person as of a date: the indicators, their kernel, and the slow twin that checks it."""
