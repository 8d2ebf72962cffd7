"""Own the words of the product as frozen values; no I/O, no settings, no log."""
