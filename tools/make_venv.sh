#!/bin/sh
# Makes the virtual environment $1 with a Python of at least 3.11. Debian packs the module for it apart.
set -eu
venv=$1

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
python=
for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if new_enough "$name"; then python=$name; break; fi
done
[ -n "$python" ] || { echo "Linli needs Python 3.11 or newer, and none was found. Install python3." >&2; exit 1; }

rm -rf "$venv"
echo "Making the virtual environment $venv with $python."
if "$python" -m venv "$venv" >/dev/null 2>&1; then exit 0; fi
rm -rf "$venv"

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo"
if command -v apt-get >/dev/null 2>&1; then
    echo "This Python has no venv module: installing python3-venv with apt-get."
    $as_root apt-get update -qq >/dev/null && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null || true
    if "$python" -m venv "$venv" >/dev/null 2>&1; then exit 0; fi
    rm -rf "$venv"
fi
if "$python" -m pip --version >/dev/null 2>&1; then
    echo "Installing virtualenv with pip instead."
    "$python" -m pip install --quiet --user virtualenv || "$python" -m pip install --quiet --user --break-system-packages virtualenv || true
    if "$python" -m virtualenv --quiet "$venv"; then exit 0; fi
fi
echo "A virtual environment cannot be made: install the package python3-venv and run this again." >&2
exit 1
