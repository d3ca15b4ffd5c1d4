#!/usr/bin/env bash
# Runs every fuzz target for some seconds (60 unless told), two at a time, from the seeds in corpus/ and the finds in found/.
#
#   tests/fuzz/run.sh [seconds] [target …]
#
# Fails where an input breaks a promise, takes a minute or a gigabyte; says where that input lies and how to run it again.
# What was learned is kept in target/fuzz, so that the next run goes on from it; FUZZ_FRESH=1 starts from the seeds alone.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(reader cell html typst layout figures)
work=$PWD/target/fuzz
mkdir -p "$work"

# The same profile and folder as every other build: only our own code is compiled anew, with counters, and optimised whatever a
# configuration above this folder says.
RUSTC_WORKSPACE_WRAPPER=$PWD/tests/fuzz/rustc.sh cargo build --quiet --release --locked --package annexa-fuzz \
  --config 'profile.release.package.annexa.opt-level=2' --config 'profile.release.package.annexa.codegen-units=16'
program=$PWD/target/release/annexa-fuzz

one() {
  local target=$1 corpus=$work/$1 log=$work/$1.log
  [ -z "${FUZZ_FRESH:-}" ] || rm -rf "$corpus"
  mkdir -p "$corpus" "tests/fuzz/found/$target"
  local status=0
  # One thread, so that an input takes the same way each time.
  ANNEXA_FUZZ=$target RAYON_NUM_THREADS=1 "$program" -seed=1 -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1024 \
    -max_len=16384 -len_control=10 -print_final_stats=1 -dict="tests/fuzz/words/$target.txt" -artifact_prefix="$work/$target-" \
    "$corpus" "tests/fuzz/corpus/$target" "tests/fuzz/found/$target" >"$log" 2>&1 || status=$?
  if ((status)); then
    grep -a -m 1 -A 2 -E 'panicked at|ERROR: libFuzzer' "$log" || tail -n 5 "$log"
    local find
    find=$(grep -a -o -E "$work/$target-[a-z]+-[0-9a-f]+" "$log" | tail -n 1 || true)
    printf 'fuzz: %s FAILED. To run it again: ANNEXA_FUZZ=%s RAYON_NUM_THREADS=1 %s %s\n' "$target" "$target" "$program" "$find"
    printf 'fuzz: mend the source and keep the input as tests/fuzz/found/%s/<what-it-was>; in base64:\n' "$target"
    [ -z "$find" ] || base64 -w 100 "$find" | head -n 200
    return 1
  fi
  printf 'fuzz: %-8s %9s runs, %s\n' "$target" \
    "$(grep -a -o -E 'number_of_executed_units: [0-9]+' "$log" | grep -o -E '[0-9]+')" \
    "$(grep -a -E '	DONE ' "$log" | sed -E 's/.*cov: ([0-9]+) ft: ([0-9]+) corp: ([0-9]+).*/\1 edges, \3 inputs kept/')"
}

failed=0
while ((${#targets[@]})); do
  pair=("${targets[@]:0:2}")
  targets=("${targets[@]:2}")
  pids=()
  for target in "${pair[@]}"; do
    one "$target" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
done
exit "$failed"
