#!/usr/bin/env bash
# Everything that can go wrong around a build: run.sh BINARY [--quick]. In full an hour, quick in three minutes.
set -euo pipefail
here=$(dirname "$0") binary=$1 quick=${2:-}
export PYTHONDONTWRITEBYTECODE=1
for fault in kill syscalls disk pairs places begun; do
  timeout 10800 python3 "$here/$fault.py" "$binary" $quick || { echo "tests/faults/$fault.py failed"; exit 1; }
done
