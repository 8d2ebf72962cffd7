"""Own the command line: parse arguments, call services, print. It decides nothing.

Exit status (contracts): 0 done, 1 the thing asked for is not so, 2 wrong use or bad input,
3 cannot now, 130 interrupted.
"""

from newsbot.cli.entry import main

__all__ = ["main"]
