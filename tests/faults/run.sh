#!/usr/bin/env bash
# Everything that can go wrong around a build: run.sh BINARY [--quick]. In full an hour, quick in a minute and a half.
set -euo pipefail
here=$(dirname "$0") binary=$1 quick=${2:-}
export PYTHONDONTWRITEBYTECODE=1
faults=(kill syscalls disk pairs places begun)
# A write that fails between the program's two processes makes them wait until the time limit: minutes for each such call.
[ -z "$quick" ] || faults=(kill disk pairs places begun)
for fault in "${faults[@]}"; do
  timeout 10800 python3 "$here/$fault.py" "$binary" $quick || { echo "tests/faults/$fault.py failed"; exit 1; }
done
