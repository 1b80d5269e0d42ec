#!/bin/sh
# clean.sh: stops what runs and removes everything that was made here: data, packages, compiled files.
set -eu
. "$(dirname "$0")/common.sh"
cd "$ROOT"
"$ROOT/ops/demo.sh" stop
# The cluster of a checkout that only root may enter lies elsewhere, behind a link.
if [ -L "$LOCAL/pg" ]; then rm -rf "$(readlink -f "$LOCAL/pg")"; fi
rm -rf "$LOCAL" .venv node_modules ./*/static/*/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
find . -name '*.mo' -path '*/LC_MESSAGES/*' -delete
find . -name __pycache__ -type d -prune -exec rm -rf {} +
