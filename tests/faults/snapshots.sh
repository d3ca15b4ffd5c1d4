#!/usr/bin/env bash
# Keeping a snapshot is killed at random moments, and started twice at once: snapshots.sh BINARY [KILLS] [PAIRS]
# After each there is a whole package or none, and the next run needs no help.
set -euo pipefail
binary=$(realpath "$1") kills=${2:-100} pairs=${3:-20}
place=$(mktemp -d) && trap 'rm -rf "$place"' EXIT
RANDOM=20250930
"$binary" demo "$place/demo" --rows 800 >"$place/said" 2>&1
folder=$place/demo/snapshots
create=("$binary" snapshot create --quiet --edition brief --project "$place/demo" --today 2026-01-05)

fail() { echo "tests/faults/snapshots.sh: $1" >&2; ls -lA "$folder" >&2 || true; exit 1; }

# The packages that stand there, every one of them whole by sha256sum alone.
whole() {
  count=0
  for package in "$folder"/benbowshire_*; do
    [ -d "$package" ] || continue
    (cd "$package" && sha256sum --quiet -c manifest-sha256.txt && sha256sum --quiet -c tagmanifest-sha256.txt) || fail "a package is not whole"
    count=$((count + 1))
  done
}

# The run after a fault: one package, and nothing left beside it, its page and what that is dressed in.
next() {
  "${create[@]}" || fail 'the next run failed'
  whole
  [ "$count" = 1 ] || fail "$count packages after the next run"
  left=$(ls -A "$folder" | grep -vE '^(benbowshire_.*|index\.html|assets)$' || true)
  [ -z "$left" ] || fail "left behind: $left"
  "$binary" snapshot verify --project "$place/demo" >"$place/said" || fail 'verify found a fault'
}

nap() { sleep "$(($1 / 1000)).$(printf '%03d' $(($1 % 1000)))"; }

# Waits for files of this pattern, or for the end of the process.
await() { until compgen -G "$1" >/dev/null || ! kill -0 $pid 2>/dev/null; do :; done; }

begun=$(date +%s%N)
next
took=$((($(date +%s%N) - begun) / 1000000))
none=0 some=0
for ((n = 0; n < kills; n++)); do
  rm -rf "$folder"
  setsid "${create[@]}" >/dev/null 2>&1 &
  pid=$!
  case $((n % 3)) in
    0) nap $((RANDOM % took)) ;;
    # Two thirds of them while files are written, and while they are put into their places.
    1) await "$folder/.annexa-stage-*/new/*" && nap $((RANDOM % 300)) ;;
    2) await "$folder/.annexa-ready" && nap $((RANDOM % 20)) ;;
  esac
  kill -9 -- "-$pid" 2>/dev/null || true
  wait $pid 2>/dev/null || true
  # What outlives its parent ends by itself.
  for ((t = 0; t < 2000; t++)); do pgrep -g $pid >/dev/null || break; sleep 0.01; done
  whole
  if ((count)); then some=$((some + 1)); else none=$((none + 1)); fi
  next
done
echo "kill -9 x $kills: $some a whole package, $none none; every next run clean"

waited=0 both=0
for ((n = 0; n < pairs; n++)); do
  rm -rf "$folder"
  "${create[@]}" >/dev/null 2>"$place/one" & one=$!
  "${create[@]}" >/dev/null 2>"$place/two" & two=$!
  first=0 second=0
  wait $one || first=$?
  wait $two || second=$?
  case "$first$second" in
    00) both=$((both + 1)) ;;
    02 | 20) waited=$((waited + 1)); grep -q 'another build is writing' "$place/one" "$place/two" || fail 'the other was not told why' ;;
    *) fail "two at once ended with $first and $second" ;;
  esac
  whole
  [ "$count" = 1 ] || fail "$count packages after two at once"
  next
done
echo "two at once x $pairs: $waited told to wait, $both one after the other; always one package"
