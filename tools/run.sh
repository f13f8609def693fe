#!/bin/sh
# The demo on this machine: database up to date, demo data where there are none, then server and worker until Ctrl-C.
set -eu
export LINLI_DEMO=1 LINLI_HOST=127.0.0.1
[ -n "${PORT:-}" ] && export PORT || unset PORT
.venv/bin/linli manage migrate --verbosity 0
.venv/bin/linli demo
exec .venv/bin/linli serve
