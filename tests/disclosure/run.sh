#!/usr/bin/env bash
# Attacks the public editions of invented authorities: `tests/disclosure/run.sh ANNEXA [N] [FOLDER] [FIRST]`: N of them, 12 unless
# told, from the one with this number on. More than fit on a disk at once are attacked by many.sh.
#
# Each authority is built twice, with everything open and under rules; tests/disclosure/attack.py knows no more of the program than the
# finished files. It fails where it can work out a number that the rules hide, where a text or a drawing tells one, and where the
# public edition says what is not so. Then leaks are planted in copies, and each must be found.
set -euo pipefail
annexa=$(realpath "$1") count=${2:-12} here=$(realpath "$(dirname "$0")")
work=${3:-$here/../../target/disclosure} first=${4:-0}
python=${PYTHON:-python3}
rm -rf "$work" && mkdir -p "$work"
work=$(realpath "$work")
export PYTHONDONTWRITEBYTECODE=1

children=(600 30 1500 90 260 2500 45 950 160 400 60 1200)
presets=('"dfe-csc"' '"dfe-csc"' '"nhs-hes"' '"dfe-csc"' '"strict"' '{ small = 3, round = 1, group = 5 }')
rules=(5:1 5:1 7:5 5:1 9:5 3:1)

one() {
  local at=$1 project=$work/$1 faults=() audience=public edition=full
  local size=$((children[at % ${#children[@]}] + at / ${#children[@]} * 7))
  ((at % 5 != 4)) || faults=(--faults)
  # Every fourth is the edition for managers, with teams, under the same rules.
  ((at % 4 != 3)) || audience=management
  # The site and its tables hold all there is; the whole pack says it again for the first twelve and every eighth of the others.
  ((at < 12 || at % 8 == 0)) || edition=brief
  "$annexa" demo "$project" --children "$size" --seed $((1000 + at)) "${faults[@]}" >/dev/null
  "$annexa" build --quiet --edition "$edition" --project "$project" --audience management --output "$project/open" >"$project/log" 2>&1 ||
    { echo "authority $at, open, is refused:"; tail -n 3 "$project/log"; return 1; }
  printf '\n[disclosure]\n%s = %s\n' "$audience" "${presets[at % ${#presets[@]}]}" >>"$project/annexa.toml"
  "$annexa" build --quiet --edition "$edition" --project "$project" --audience "$audience" --output "$project/closed" >>"$project/log" 2>&1 ||
    { echo "authority $at is refused:"; tail -n 3 "$project/log"; return 1; }
  printf '%s\n%s\n%s\n' "$project/closed/$audience/site" "$project/open/management/site" "${rules[at % ${#rules[@]}]}" >"$project/case"
}

# Two at a time; what is learned comes from the same authorities, open, and two larger ones.
larger() {
  "$annexa" demo "$work/open-$1" --children $((3000 + $1 * 12000)) --seed $((5001 + $1 * 2)) >/dev/null
  "$annexa" build --quiet --project "$work/open-$1" --audience management >"$work/open-$1/log" 2>&1 ||
    { echo "the authority of $((3000 + $1 * 12000)) children is refused:"; tail -n 3 "$work/open-$1/log"; return 1; }
}
failed=0
wait_for() { for pid in "$@"; do wait "$pid" || failed=1; done; }
for ((at = first; at < first + count; at += 2)); do
  pids=()
  one "$at" & pids+=($!)
  ((at + 1 >= first + count)) || { one $((at + 1)) & pids+=($!); }
  wait_for "${pids[@]}"
done
pids=()
for at in 0 1; do larger "$at" & pids+=($!); done
wait_for "${pids[@]}"
learn=("$work"/open-*/output/management/site "$work"/*/open/management/site)

mapfile -t cases < <(for ((at = first; at < first + count; at++)); do cat "$work/$at/case" 2>/dev/null || true; done)
count=$((${#cases[@]} / 3))
((count)) || exit 1
"$python" "$here/attack.py" --learn "${learn[@]}" --attack "${cases[@]}" || failed=1

# The attack is attacked: what is planted must be found, among the first.
((first == 0)) || exit "$failed"
plant() {
  local kind=$1 at public truth small found
  for ((at = 0; at < count; at++)); do
    public=${cases[at * 3]} truth=${cases[at * 3 + 1]} small=${cases[at * 3 + 2]}
    [ "${small#*:}" = 1 ] || continue
    found=$("$python" "$here/plant.py" "$kind" "$public" "$truth" "$work/planted/$kind/site" "${small%:*}") || continue
    # Other authorities tell what is wording of the report.
    local how=(--usual "${cases[0]}" "${cases[3]:-${cases[0]}}" "${cases[6]:-${cases[0]}}")
    case $kind in primary | total) how=(--figures-only) ;; esac
    if "$python" "$here/attack.py" "${how[@]}" --learn "${learn[@]}" --attack "$work/planted/$kind/site" "$truth" "$small" \
      >"$work/planted/$kind.log" 2>&1; then
      echo "planted and NOT found: $kind ($found)"
      return 1
    fi
    if ! sed -n '2,/^\//p' "$work/planted/$kind.log" | grep -q -F -- "$([ "$found" = any ] && echo between || echo "$found")"; then
      echo "planted and NOT found: $kind ($found)"
      head -n 20 "$work/planted/$kind.log"
      return 1
    fi
    echo "planted and found: $kind ($found)"
    return 0
  done
  echo "there was nowhere to plant: $kind"
  return 1
}
for kind in primary total comment label bar nought; do plant "$kind" || failed=1; done
exit "$failed"
