#!/bin/sh
# All checks that run no test. Each is run, so that one sees every fault at once.
bin=.venv/bin
failed=0
export LINLI_DATA="${TMPDIR:-/tmp}/linli-check.$$" LINLI_ENV_FILE= DATABASE_URL=
step() { echo "$1"; shift; "$@" || failed=1; }

step "ruff check" $bin/ruff check --quiet .
step "ruff format" $bin/ruff format --check --quiet .
step "mypy" $bin/mypy --no-error-summary
step "lint-imports" $bin/lint-imports --no-logo
step "makemigrations" $bin/linli manage makemigrations --check --dry-run --verbosity 1
if grep -q '"check":' frontend/package.json; then step "tsc" sh -c 'cd frontend && sh ../tools/npm.sh run check --silent'; fi
rm -rf "$LINLI_DATA"
exit $failed
