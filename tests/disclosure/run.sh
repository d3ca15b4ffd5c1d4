#!/usr/bin/env bash
# Attacks the public editions of invented authorities: `tests/disclosure/run.sh ANNEXA [N] [FOLDER] [FIRST]`: N of them, 12 unless
# told, from the one with this number on. More than fit on a disk at once are attacked by many.sh.
#
# Each authority is built with everything open and under rules; tests/disclosure/attack.py knows no more of the program than the
# finished files. It fails where it can work out a number that the rules hide, where a text, a drawing or an order tells one, and where
# the public edition says what is not so. Two authorities of five have published the quarter before as well, and both are attacked
# together. tests/disclosure/worlds.py builds each again with other hidden numbers: the public edition may not differ in a byte.
# Then leaks are planted in copies, and each must be found. `QUARTERS=0` leaves out the quarter before, `QUARTERS=all`
# gives one to every authority whose numbers have no faults, `TRIES=0` leaves out the other numbers.
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

# The quarter before, open and under rules; what was published of it stands in the settings of the next.
build() { "$annexa" build --quiet --project "$project" "$@" >>"$project/log" 2>&1; }

# Faults are corrected from one quarter to the next, so that numbers of one month differ: those authorities have one quarter.
after_another() {
  case ${QUARTERS:-1} in
  0) false ;;
  all) (($1 % 5 != 4)) ;;
  *) (($1 % 5 == 2 || $1 % 5 == 3)) ;;
  esac
}

one() {
  local at=$1 project=$work/$1 faults=() audience=public edition=brief
  local size=$((children[at % ${#children[@]}] + at / ${#children[@]} * 7))
  ((at % 5 != 4)) || faults=(--faults)
  # Every fourth is the edition for managers, with teams, under the same rules.
  ((at % 4 != 3)) || audience=management
  # The site and its tables hold all there is; the whole pack says it again for the first six and every eighth of the others.
  ((at >= 6 && at % 8 != 0)) || edition=full
  "$annexa" demo "$project" --children "$size" --seed $((1000 + at)) --quarters 2 "${faults[@]}" >/dev/null
  local before=(--data "$project/data/2025-06-30.xlsx" --as-at 2025-06-30 --edition brief) rules=${rules[at % ${#rules[@]}]}
  refused() { echo "authority $at$1 is refused:"; tail -n 3 "$project/log"; return 1; }
  build --edition brief --audience management --output "$project/open" || refused ', open,'
  [ "${QUARTERS:-1}" = 0 ] || ((at % 5 == 4)) || build "${before[@]}" --audience management --output "$project/open-before" || refused ', open, the quarter before,'
  printf '\n[disclosure]\n%s = %s\n' "$audience" "${presets[at % ${#presets[@]}]}" >>"$project/annexa.toml"
  if after_another "$at"; then
    build "${before[@]}" --audience "$audience" --output "$project/closed-before" || refused ', the quarter before,'
    cp "$project/closed-before/$audience/site/data/figures.csv" "$project/earlier.csv"
    echo 'earlier = ["earlier.csv"]' >>"$project/annexa.toml"
  fi
  # Whoever has published once can publish again.
  build --edition "$edition" --audience "$audience" --output "$project/closed" || refused ''
  local public=$project/closed/$audience/site truth=$project/open/management/site
  printf '%s\n' "$public" "$truth" "$rules" >"$project/case"
  ! after_another "$at" || printf '%s\n' "$project/closed-before/$audience/site" "$project/open-before/management/site" >"$project/before"
  "$python" "$here/worlds.py" "$annexa" "$project" "$audience" "$public" "$truth" "$project/world" "${TRIES:-3}" >"$project/worlds" 2>&1 || {
    cat "$project/worlds"
    return 1
  }
}

# What is learned comes from the same authorities, open, and two larger ones.
larger() {
  local project=$work/open-$1
  "$annexa" demo "$project" --children $((3000 + $1 * 12000)) --seed $((5001 + $1 * 2)) --quarters 2 >/dev/null
  { build --audience management --edition brief --output "$project/open" &&
    { [ "${QUARTERS:-1}" = 0 ] ||
      build --audience management --edition brief --data "$project/data/2025-06-30.xlsx" --as-at 2025-06-30 --output "$project/open-before"; }; } ||
    { echo "the authority of $((3000 + $1 * 12000)) children is refused:"; tail -n 3 "$project/log"; return 1; }
}

# As many at a time as there are processors.
failed=0 running=0 learn=() pairs=() cases=() quarters=() planted=()
begin() {
  if ((running >= $(nproc))); then
    wait -n || failed=1
    running=$((running - 1))
  fi
  "$@" &
  running=$((running + 1))
}
for at in 1 0; do begin larger "$at"; done
for ((at = first; at < first + count; at++)); do begin one "$at"; done
while ((running)); do
  wait -n || failed=1
  running=$((running - 1))
done
learn=("$work"/open-*/open/management/site)
for site in "$work"/*/open/management/site; do
  [ ! -d "${site/\/open\//\/open-before\/}" ] || pairs+=("${site/\/open\//\/open-before\/}" "$site")
  [[ $site == */open-*/open/* ]] || learn+=("$site")
done
for ((at = first; at < first + count; at++)); do
  [ -f "$work/$at/case" ] || continue
  mapfile -t case <"$work/$at/case"
  if [ -f "$work/$at/before" ]; then
    mapfile -t before <"$work/$at/before"
    quarters+=("${before[@]}" "${case[@]}")
  else
    cases+=("${case[@]}")
  fi
done
((${#cases[@]} + ${#quarters[@]})) || exit 1
awk '{n += $2; a += $2 > 0} END {print a + 0, "authorities built again,", n + 0, "times with other hidden numbers and the same shown ones"}' \
  <(tail -qn 1 "$work"/*/worlds)

# The attack is attacked: what is planted must be found, among the first.
plant() {
  local kind=$1 at place case before=() copy=$work/planted/$1/site
  for ((at = first; at < first + count; at++)); do
    [ -f "$work/$at/case" ] || continue
    mapfile -t case <"$work/$at/case"
    [ "${case[2]#*:}" = 1 ] || continue
    if [ "$kind" = quarter ]; then
      [ -f "$work/$at/before" ] || continue
      mapfile -t before <"$work/$at/before"
    fi
    place=$("$python" "$here/plant.py" "$kind" "${case[0]}" "${case[1]}" "$copy" "${case[2]%:*}" "${before[@]}") || continue
    [ "$kind" != quarter ] || before[0]=$work/planted/quarter/before
    planted+=("$kind" "$place" "${before[0]:+${before[0]}+}$copy" "${before[1]:+${before[1]}+}${case[1]}" "${case[2]}")
    return 0
  done
  echo "there was nowhere to plant: $kind"
  return 1
}
if ((first == 0)); then
  kinds=(primary total comment label bar nought order axis scale)
  [ "${QUARTERS:-1}" = 0 ] || kinds+=(quarter)
  for kind in "${kinds[@]}"; do plant "$kind" || failed=1; done
fi
"$python" "$here/attack.py" --learn "${learn[@]}" --learn-quarters "${pairs[@]}" --attack "${cases[@]}" --quarters "${quarters[@]}" \
  --planted "${planted[@]}" || failed=1
exit "$failed"
