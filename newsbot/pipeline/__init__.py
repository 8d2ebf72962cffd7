"""Own the machine-driven loops fetch, process, deliver and prune: claim, act, decide, record.

Loops get their adapters as arguments; they know no SQL, no transport and no settings.
"""
