"""Poll local feeds with lemon24/reader, the reference of P6 and P7; `poll` runs it.

    PYTHON benchmarks/poll_reference.py PORT COUNT

It stands alone, so that a Python of its own may run it: reader brings other versions of what
newsbot needs. Prints one JSON object a round: name, CPU seconds, feeds answered, entries stored.
"""

import json
import sys
import tempfile
import time


def main(port: int, count: int) -> None:
    """Run a cold round and two without news."""
    from reader import make_reader  # type: ignore[import-not-found]  # a Python of its own has it

    with tempfile.TemporaryDirectory() as home:
        reader = make_reader(f"{home}/reader.sqlite3")
        for number in range(count):
            reader.add_feed(f"http://127.0.0.1:{port}/{number}")
        for name in ("cold", "304", "304 again"):
            begun = time.process_time()
            failed = sum(
                isinstance(one.value, Exception)
                for one in reader.update_feeds_iter(workers=1, scheduled=False)
            )
            row = {
                "name": name,
                "seconds": time.process_time() - begun,
                "answered": count - failed,
                "entries": reader.get_entry_counts().total,
            }
            print(json.dumps(row), flush=True)
        reader.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
