"""Run every benchmark, or those named: `python -m benchmarks [match feeds extract ...]`.

Each prints its table with the reference beside ours, measured in the same run.
"""

import runpy
import sys
from pathlib import Path


def main(names: list[str]) -> int:
    """Run the named benchmarks one after the other; return the exit status."""
    folder = Path(__file__).parent
    known = sorted(path.stem for path in folder.glob("[a-z]*.py"))
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"there is no benchmark {unknown[0]!r}; known are {', '.join(known)}")
        return 2
    for name in names or known:
        print(f"\n== {name}", flush=True)
        sys.argv = [name]
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
