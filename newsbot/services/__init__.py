"""Own the human-driven use cases that bot, web and CLI share; it formats nothing for any of them.

Each takes the database and the clock first, checks what a person wrote, changes rows in one
transaction with an audit line, and returns domain values or raises a `UserError` that says what
to do.
"""
