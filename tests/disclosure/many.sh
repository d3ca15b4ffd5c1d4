#!/usr/bin/env bash
# Attacks as many public editions as asked, some at a time: `tests/disclosure/many.sh ANNEXA N [FOLDER]`. Prints what is found and a sum.
set -euo pipefail
annexa=$1 count=$2 here=$(realpath "$(dirname "$0")")
work=${3:-$here/../../target/disclosure-many} at_once=50 failed=0
mkdir -p "$work"
: >"$work/said"
for ((at = 0; at < count; at += at_once)); do
  some=$((count - at < at_once ? count - at : at_once))
  bash "$here/run.sh" "$annexa" "$some" "$work/now" "$at" >>"$work/said" 2>&1 || failed=1
  rm -rf "$work/now"
done
grep -v -E '; 0 found$|, 0 authorities' "$work/said" || true
awk '/ sums learned; /{a += $1; for (n = 2; n <= NF; n++) { if ($n == "small") h += $(n - 1); if ($n == "authorities") f += $(n - 1) }} END {print a, "authorities,", h, "small numbers hidden;", f, "with something found"}' "$work/said"
exit "$failed"
