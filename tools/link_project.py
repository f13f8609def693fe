"""Makes `linli` importable and callable in this virtual environment, without the network an editable install needs."""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = f"""#!{sys.executable}
import sys

from linli.config.cli import main

sys.exit(main())
"""


def main() -> None:
    Path(sysconfig.get_path("purelib"), "linli.pth").write_text(f"{ROOT}\n", "utf-8")
    script = Path(sysconfig.get_path("scripts"), "linli")
    script.write_text(SCRIPT, "utf-8")
    script.chmod(0o755)


if __name__ == "__main__":
    main()
