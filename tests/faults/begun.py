"""A demonstration and an import of published figures, cut off or refused at the k-th call: whole or absent, and ended by the next command."""

import shutil, subprocess, sys, tempfile
from pathlib import Path
from small import ROOT, arguments, can_trace, tree

program, quick = arguments()
program = str(Path(program).resolve())
if not can_trace():
    print("SKIPPED, and that loudly: strace is missing or may not trace here, so no demonstration was cut off")
    sys.exit(0)

place = Path(tempfile.mkdtemp(prefix="annexa-begun-"))
CALLS = ["rename", "mkdir"] if quick else ["rename", "mkdir", "write", "fsync", "unlink,unlinkat,rmdir"]
log = place / "log"


def run(args, calls=None, fault=None):
    strace = ["strace", "-f", "-o", str(log), "-e", f"trace={calls}", "-e", f"inject={calls}:{fault}"] if calls else []
    return subprocess.run([*strace, program, *args], capture_output=True, text=True)


def loop(words, start, args, states, end):
    """Cuts a command off at each of its calls. `states` are the trees there may be when the command that `end` names has run."""
    seen = {}
    for calls in CALLS:
        for fault in ("signal=KILL", "error=EIO"):
            k = 1
            while True:
                folder = start()
                done = run(args, calls, f"{fault}:when={k}")
                if done.returncode == 0 and "INJECTED" not in log.read_text(errors="replace"):
                    break
                if fault != "signal=KILL" and done.returncode:
                    assert len(done.stderr.splitlines()) == 1, done.stderr
                ended = run(end)
                at = f"{words}, {calls} {fault} k={k}: {ended.stderr}"
                assert not [path for path in folder.rglob(".annexa*")], at
                state = states.get(tree(folder))
                assert state, f"neither old nor new: {at}"
                seen[state] = seen.get(state, 0) + 1
                k += 1
    print(f"{words}: cut off or refused at {sum(seen.values())} calls, then {seen}", flush=True)


# A demonstration: the next one makes it, or finds it whole.
demo = ["demo", str(place / "demo"), "--children", "40"]
run(demo)
made = tree(place / "demo")


def nothing():
    shutil.rmtree(place / "demo", ignore_errors=True)
    return place / "demo"


loop("demonstration", nothing, demo, {made: "whole"}, demo)

# An import over tables that are there: whatever opens the project ends what was decided, and removes what was not.
REFERRALS = """time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,category,\
referral_count,rereferral_count,rereferral_percent,no_further_action_count,no_further_action_percent,not_in_need_count
{year},Reporting year,National,E92000001,England,,,,,,Referrals,640000,141000,22.0,41000,6.4,197000
"""
nothing()
run(demo)
shutil.copytree(place / "demo", place / "old")
imports = {}
for year in (2026, 2027):
    (place / f"referrals-{year}.csv").write_text(REFERRALS.format(year=year))
    imports[year] = ["comparators", "import", str(place / f"referrals-{year}.csv"), "--project", str(place / "demo")]
    done = run(imports[year])
    assert done.returncode == 0, done.stderr
    shutil.copytree(place / "demo", place / str(year))


def earlier():
    nothing()
    return Path(shutil.copytree(place / "2026", place / "demo"))


states = {tree(place / "2026"): "old", tree(place / "2027"): "new"}
assert len(states) == 2
loop("import", earlier, imports[2027], states, ["check", "--quiet", "--project", str(place / "demo")])
shutil.rmtree(place)
