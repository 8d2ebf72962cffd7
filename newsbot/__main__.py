"""Start the command line: `python -m newsbot` and the `newsbot` script are the same."""

from newsbot.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
