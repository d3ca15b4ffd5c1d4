#!/usr/bin/env bash
# Rebuilds with everything changed that must not matter: the same bytes each time. same.sh BINARY [--quick]
set -euo pipefail
cd "$(dirname "$0")/../.."
annexa=$(realpath "$1") quick=${2:-}
root=$PWD
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
faketime=$(command -v faketime || true)
[ -n "$faketime" ] || echo 'SKIPPED, and that loudly: faketime is not installed, so the clock is the real one in every rebuild'

hashes() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum); }
n=0 reference=
# again WORDS COMMAND...: the command builds into $place/out.
again() {
  local words=$1
  shift
  rm -rf "$place/out"
  "$@"
  hashes "$place/out" >"$place/hashes-$n"
  [ -n "$reference" ] || reference=$place/hashes-0
  if ! diff -u "$reference" "$place/hashes-$n" >"$place/difference"; then
    echo "DIFFERENT: $words"
    head -n 40 "$place/difference"
    exit 1
  fi
  n=$((n + 1))
  echo "same: $words"
}
build() { "$annexa" build --quiet --project "$root" --output "$place/out"; }
with() { env "$@" "$annexa" build --quiet --project "$root" --output "$place/out"; }
at() { TZ=UTC "$faketime" "$1" "$annexa" build --quiet --project "$root" --output "$place/out"; }
elsewhere() { (cd "$1" && build); }
copied() {
  mkdir -p "$1"
  cp -r annexa.toml data content layouts themes benchmarks "$1"
  (cd "$1" && "$annexa" build --quiet --output "$place/out")
}
touched() {
  copied "$place/touched"
  find "$place/touched" -exec touch -d "$1" {} +
  rm -rf "$place/out"
  (cd "$place/touched" && "$annexa" build --quiet --output "$place/out")
}
masked() { (umask "$1" && build); }
over() { build && build; }
moved() {
  "$annexa" build --quiet --project "$root" --output "$place/another/ünïcode folder/deep"
  mv "$place/another/ünïcode folder/deep" "$place/out"
}
nobody() {
  mkdir -m 777 "$place/nobody" && chmod 755 "$place"
  # A user who may read the program and the project; else a copy of both.
  cp "$annexa" "$place/annexa" && rm -rf "$place/readable" && mkdir "$place/readable"
  cp -r annexa.toml data content layouts themes benchmarks "$place/readable" && chmod -R a+rX "$place/readable" "$place/annexa"
  setpriv --reuid 65534 --regid 65534 --clear-groups "$place/annexa" build --quiet --project "$place/readable" --output "$place/nobody/out"
  mv "$place/nobody/out" "$place/out"
}

again 'as it is' build
again 'one thread, time zone and language changed' with RAYON_NUM_THREADS=1 TZ=Asia/Tokyo LC_ALL=C LANG=C
again 'project copied to another path' copied "$place/copy of the project"
if [ -n "$faketime" ]; then
  again 'clock in 1970' at '1970-01-02 00:00:00'
  again 'clock in 2100' at '2100-02-28 23:59:59'
fi
if [ -z "$quick" ]; then
  again 'once more' build
  again 'two threads' with RAYON_NUM_THREADS=2
  again 'eight threads' with RAYON_NUM_THREADS=8
  again 'time zone west of Greenwich' with TZ=America/St_Johns
  again 'time zone with summer time' with TZ=Europe/London
  again 'language de_DE' with LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8
  again 'language tr_TR' with LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8
  again 'working folder /' elsewhere /
  again 'another output folder, and moved' moved
  again 'over an output that is there' over
  again 'inputs of 1980' touched '1980-01-01 00:00'
  again 'inputs of 2040' touched '2040-01-01 00:00'
  again 'umask 077' masked 077
  again 'umask 000' masked 000
  again 'no environment' env -i "$annexa" build --quiet --project "$root" --output "$place/out"
  again 'home and temporary folder that are not there' with HOME=/nowhere TMPDIR=/nowhere
  if [ -n "$faketime" ]; then again 'clock on a leap day' at '2024-02-29 12:00:00'; fi
  if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then again 'another user' nobody; fi
fi
echo "$n builds, $(wc -l <"$reference") files each, all of the same bytes; tree $(sha256sum <"$reference" | cut -c1-16)"
