"""Write again what follows from the code: `python scripts/generate.py`, after a setting changed.

Those files are config/newsbot.toml, the copies of the starter files, and the table in
docs/configuration.md. Tests compare them with the code.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from newsbot import settings, starter  # noqa: E402  # the clone comes before any installed newsbot

TABLE_BEGINS = "<!-- settings: written by scripts/generate.py -->\n"
TABLE_ENDS = "<!-- end of settings -->\n"


def generated() -> dict[Path, str]:
    """Return the whole text of each generated file by its path."""
    reference = ROOT / "docs" / "configuration.md"
    before, _, rest = reference.read_text(encoding="utf-8").partition(TABLE_BEGINS)
    _, _, after = rest.partition(TABLE_ENDS)
    table = f"{TABLE_BEGINS}\n{settings.reference_table()}\n{TABLE_ENDS}"
    return {
        ROOT / "config" / "newsbot.toml": settings.example_toml(),
        ROOT / "config" / "sources.opml": starter.sources_opml().decode("utf-8"),
        ROOT / "config" / "rules.toml": starter.rules_toml(),
        reference: f"{before}{table}{after}",
    }


def main() -> None:
    """Write each file whose text is another one now."""
    for path, text in generated().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
