"""What the suite sets before Django reads its settings: a data folder of its own, no `.env`, the wanted database."""

import atexit
import os
import shutil
import tempfile

for _name in [name for name in os.environ if name.startswith("LINLI_")]:
    del os.environ[_name]

_data = tempfile.mkdtemp(prefix="linli-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)

os.environ |= {
    "LINLI_DATA": _data,
    "LINLI_ENV_FILE": "",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
    "PORT": "",
}

if "PYTEST_XDIST_WORKER" not in os.environ:
    from linli.config.catalogues import compile_all

    compile_all()
