#!/usr/bin/env bash
# Three demonstrations of different seeds, days and windows, each compared with the second implementation: `run.sh ANNEXA FOLDER`.
set -euo pipefail
annexa=$1 work=$2 here=$(dirname "$0")
rm -rf "$work" && mkdir -p "$work"
make() { "$annexa" demo "$work/$1" "${@:2}" >/dev/null; }

make default --seed 1
make quarter --seed 7 --as-at 2025-03-31 --children 60000
echo 'window_months = { default = 3, "10" = 12, "11" = 12 }' >>"$work/quarter/annexa.toml"
# A leap day, a year's windows, two lists with days of their own, and the faults of real exports.
make year --seed 42 --as-at 2024-02-29 --children 45000 --faults
cat >>"$work/year/annexa.toml" <<'TOML'
window_months = 12
from = { referrals = "2023-09-01", "5" = "2023-12-01" }
to = { "3" = "2024-01-31" }
TOML

pairs=()
for project in default quarter year; do
  "$annexa" build --project "$work/$project" --audience management --output "$work/$project/out" --quiet
  pairs+=("$work/$project" "$work/$project/out/management/site/data/figures.csv")
done
python3 "$here/compare.py" "${pairs[@]}"
