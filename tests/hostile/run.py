"""Runs every case, and mutants: `run.py ANNEXA [--mutants N] [--seed S] [--only TEXT] [--quick] ...`; `--help` says the rest.

Each case is checked and built in a folder of its own, watched: time, memory, no panic, no signal, nothing left behind, nothing leaked.
Audiences take turns, and of every few builds one is of the full edition. Exit status 1 where anything does not hold, the search for leaks among it.
"""
import argparse
import concurrent.futures as futures
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

import book as books
import canaries
from book import TEAM, WORKER
from canaries import Search
from cases import CASES, LEGACY, LEGACY_WAYS
from mutants import BASES, mutant

# Seconds of the processor, so that a busy machine decides nothing; after so many on the clock a run counts as hung.
SECONDS, HUNG = 20, 240
# Resident, of the largest process.
BYTES = 1 << 30
SETTINGS = '[authority]\nname = "Nowhereshire"\nlike = "320"\nchildren = 1500\n\n[period]\nas_at = "2025-09-30"\n'
# Who may read what: teams are named to those who manage them.
MAY_NAME = {"leadership": frozenset(), "management": frozenset({TEAM}), "public": frozenset()}
# Of so many builds one is of the full edition.
FULL = 7
# Of so many mutants one is built, and of so many of these one in full.
BUILT, BUILT_FULL = 25, 8


class Launcher:
    """A small process that starts the program; one for each thread."""

    own = threading.local()

    @classmethod
    def run(cls, **job):
        if not hasattr(cls.own, "process"):
            cls.own.process = subprocess.Popen([sys.executable, "-S", Path(__file__).with_name("launcher.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        cls.own.process.stdin.write(json.dumps(job) + "\n")
        cls.own.process.stdin.flush()
        return json.loads(cls.own.process.stdout.readline())


class Ran:
    """One run of the program, with the largest memory of any process in its tree."""

    def __init__(self, annexa, folder, *args, kind="check"):
        for name in ("tmp", "cwd", "said"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.args, self.kind = args, kind
        out, err = folder / "said/out", folder / "said/err"
        env = {"PATH": os.environ["PATH"], "TMPDIR": str(folder / "tmp"), "HOME": str(folder / "tmp"), "RUST_BACKTRACE": "full"}
        ran = Launcher.run(args=[annexa, *args], cwd=str(folder / "cwd"), env=env, out=str(out), err=str(err), most=HUNG)
        self.code, self.memory, self.seconds, self.wall = ran["code"], ran["memory"], ran["cpu"], ran["wall"]
        self.out, self.err = out.read_bytes(), err.read_bytes()

    def faults(self):
        if self.code not in (0, 1, 2) or b"annexa has a fault" in self.err or b"panicked" in self.err:
            yield f"{self.args[0]} ended with {self.code}: {self.err[-200:]!r}"
        if self.seconds > SECONDS or self.wall > HUNG or self.memory > BYTES:
            yield f"{self.args[0]} ({self.kind}) took {self.seconds:.1f} s, {self.wall:.1f} s on the clock, and {self.memory >> 20} MB"

    def errors(self):
        """Lines of error of either stream."""
        lines = (self.out if self.args[0] == "check" else self.err).decode("utf-8", "replace").splitlines()
        return [line for line in lines if line.startswith("error:")]


def tree(folder):
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def lay(folder, files):
    """Writes the files of a case into a project; what `--data` names."""
    (folder / "in").mkdir(parents=True)
    (folder / "annexa.toml").write_text(SETTINGS)
    for name, data in files.items():
        (folder / "in" / name).write_bytes(data)
    return str(folder / "in" / name) if len(files) == 1 else str(folder / "in")


class Runner:
    def __init__(self, annexa, work, args):
        self.annexa, self.work, self.args = annexa, work, args
        self.base = books.base(annexa, work / "demo", 1500)
        self.small = books.base(annexa, work / "small", 300)
        self.search = Search(self.base.births() | self.small.births())
        self.rows = {n: len(sheet.body) for n, sheet in enumerate(self.base, 1)}
        self.built, self.lock = {}, threading.Lock()
        data = lay(work / "base", {"annex-a.xlsx": books.xlsx(self.base)})
        self.kinds = Counter(self.findings(work / "base", data)[0])
        for audience in args.audiences:
            for edition in ("brief", "full") if args.full else ("brief",):
                self.base_of(audience, edition)
                if edition == "brief" and audience != "public":
                    # If a leak could not be seen here, it could not be seen anywhere: what management may see is found when it may not.
                    seen = {hit.rsplit(" ", 1)[1] for hit in self.search.folder(work / f"base-{audience}-brief/out")}
                    assert seen == MAY_NAME[audience], f"{audience}: {seen}"

    def base_of(self, audience, edition):
        """Output of the base: its folder, figures, and files."""
        with self.lock:
            if (audience, edition) not in self.built:
                folder = self.work / f"base-{audience}-{edition}"
                ran = self.build(folder, lay(folder, {"annex-a.xlsx": books.xlsx(self.base)}), audience, edition)
                assert ran.code == 0, ran.err.decode()
                figures = self.figures_of(folder, audience)
                assert sum(line.endswith(",ok") for line in figures.splitlines()) > 300, "the base has too few figures to compare"
                self.built[audience, edition] = folder / "out", figures, tree(folder / "out")
            return self.built[audience, edition]

    def build(self, folder, data, audience, edition):
        return Ran(self.annexa, folder, "build", "--project", str(folder), "--data", data, "--output", str(folder / "out"), "--audience", audience, "--edition", edition, "-v", kind=edition)

    def figures_of(self, folder, audience):
        return (folder / "out" / audience / "site/data/figures.csv").read_text()

    def findings(self, folder, data):
        """What `check` says: kind, severity, sheet and message of every finding and every cell to mend."""
        ran = Ran(self.annexa, folder, "check", "--project", str(folder), "--data", data, "--format", "json")
        try:
            said = json.loads(ran.out)
        except ValueError:
            return [], ran
        found = [(f["kind"], f["severity"], f["place"].get("sheet"), f["message"]) for f in said["findings"]]
        return found + [(fix["code"], fix["severity"], fix["sheet"], fix["what"]) for fix in said["fixes"] or []], ran

    def case(self, number, case, built):
        """What does not hold of a case."""
        folder = self.work / f"case-{number}"
        audience = self.args.audiences[number % len(self.args.audiences)]
        # Coprime with the audiences, so that each has some in full.
        edition = "full" if self.args.full and number % FULL == 0 else "brief"
        data = lay(folder, case.make(books.clone(self.base)))
        found, checked = self.findings(folder, data)
        faults = [*checked.faults(), *self.said(case.expect, found, checked)]
        # A team is who a fix list goes to; nothing else may be named.
        faults += [f"check printed {hit}" for hit in self.search.text(checked.out + checked.err, {TEAM})]
        if built:
            output, figures, before = self.base_of(audience, edition)
            shutil.copytree(output, folder / "out")
            ran = self.build(folder, data, audience, edition)
            faults += [*ran.faults(), *self.made(case.expect, folder, found, ran, (audience, figures, before))]
            faults += [f"build printed {hit}" for hit in self.search.text(ran.out + ran.err)]
            faults += self.search.folder(folder / "out", MAY_NAME[audience])
            faults += [f"left in the output: {p.name}" for p in (folder / "out").glob(".annexa-*")]
        if edition == "full":
            for more in (("-v",), ("--format", "csv")):
                ran = Ran(self.annexa, folder, "check", "--project", str(folder), "--data", data, *more)
                faults += [*ran.faults(), *(f"check {' '.join(more)} printed {hit}" for hit in self.search.text(ran.out + ran.err, {TEAM}))]
        faults += self.left(folder)
        shutil.rmtree(folder)
        return faults

    def left(self, folder):
        """What a run may not leave: temporary and core files."""
        for name in ("tmp", "cwd"):
            yield from (f"left behind: {p.name}" for p in (folder / name).rglob("*"))
        yield from (f"left beside the output: {p.name}" for p in folder.iterdir() if p.name not in ("annexa.toml", "in", "out", "tmp", "cwd", "said"))

    def said(self, expect, found, checked):
        """Whether `check` says what it should."""
        wrong = [f for f in found if f[1] == "error" and not f[0].startswith("DQ-")]
        if checked.code != (1 if wrong else 0):
            yield f"check ends with {checked.code} and says {[f[0] for f in wrong]}"
        if expect.how == "either" or (expect.how == "same or refused" and wrong):
            if wrong and len(wrong) != 1:
                yield f"{len(wrong)} errors: {[f[0] for f in wrong]}"
            if wrong and expect.kinds and wrong[0][0] not in expect.kinds:
                yield f"refused as {wrong[0][0]} and not {'/'.join(expect.kinds)}"
        elif expect.how == "refuses":
            if len(wrong) != 1 or wrong[0][0] not in expect.kinds:
                yield f"should be refused as {'/'.join(expect.kinds)}: {[f[0] for f in wrong]}"
            elif expect.sheet and wrong[0][2] != expect.sheet:
                yield f"the error does not name the sheet: {wrong[0][2:]}"
        else:
            yield from (f"should not be refused: {f}" for f in wrong)
            more = {f[0] for f in Counter(found) - self.kinds}
            # Of what may be refused or read, the kinds are those of a refusal.
            warned = () if expect.how == "same or refused" else expect.kinds
            yield from (f"should warn: {kind}; found {sorted(more)}" for kind in warned if kind not in more)

    def made(self, expect, folder, found, ran, base):
        """Whether the build did what the check announced, and gives what it should."""
        audience, figures, before = base
        errors, wrong = ran.errors(), [f for f in found if f[1] == "error" and not f[0].startswith("DQ-")]
        if ran.code != 0:
            if tree(folder / "out") != before:
                yield "refused, and the output has changed"
            if len(errors) != 1:
                yield f"{len(errors)} lines of error: {errors[:3]}"
        if expect.how == "same or refused" and ran.code == 1 and not wrong and len(errors) == 1:
            return
        if (ran.code == 1) != bool(wrong):
            yield f"check says {[f[0] for f in wrong]} and build ends with {ran.code}: {errors}"
        if expect.how in ("either", "refuses") or (expect.how == "same or refused" and wrong):
            return
        if ran.code != 0:
            yield f"should build: {ran.code}, {ran.err[:300].decode('utf-8', 'replace')}"
            return
        manifest = json.loads((folder / "out" / audience / "manifest.json").read_text())
        rows = Counter()
        for entry in manifest["inputs"]:
            for sheet in entry["sheets"]:
                rows[books_list(sheet["list"])] += sheet["rows"]
        wanted = {**self.rows, **expect.rows}
        if any(rows[n] != wanted[n] for n in wanted):
            yield f"rows by list {[rows[n] for n in wanted]} and not {list(wanted.values())}"
        if expect.how != "builds":
            mine, theirs = set(self.figures_of(folder, audience).splitlines()), set(figures.splitlines())
            if mine != theirs:
                yield f"{len(mine ^ theirs)} figures differ, such as {sorted(mine ^ theirs)[:2]}"

    def mutant(self, number):
        seed = self.args.seed
        name, data = mutant(self.small, random.Random(seed * 1_000_003 + number))
        folder = self.work / f"mutant-{number}"
        path = lay(folder, {name: data})
        runs = [Ran(self.annexa, folder, "check", "--project", str(folder), "--data", path)]
        audience = self.args.audiences[number // BUILT % len(self.args.audiences)]
        if number % BUILT == 0:
            edition = "full" if self.args.full and number // BUILT % BUILT_FULL == 0 else "brief"
            runs.append(self.build(folder, path, audience, edition))
        faults = [fault for run in runs for fault in run.faults()]
        # Several sheets may be damaged, each in its way; of one sheet, or of the file, there is one thing to say.
        for run in runs:
            places = [re.split(r", row \d+|: ", line.removeprefix("error: "))[0] for line in run.errors()]
            if run.code == 1 and (not places or len(set(places)) != len(places)):
                faults.append(f"{run.args[0]} says {len(places)} errors of {len(set(places))} places")
        if len({run.code for run in runs}) > 1:
            faults.append(f"check and build end with {[run.code for run in runs]}")
        faults += [f"{run.args[0]} printed {hit}" for run in runs for hit in self.search.text(run.out + run.err, {TEAM} if run.args[0] == "check" else ())]
        # A row that damage has shifted may hold a worker where the team should be; teams are told to management.
        may_name = MAY_NAME[audience] | ({WORKER} if TEAM in MAY_NAME[audience] else set())
        faults += self.search.folder(folder / "out", may_name) if (folder / "out").is_dir() else []
        faults += self.left(folder)
        if faults:
            (self.work / "kept").mkdir(exist_ok=True)
            (self.work / "kept" / f"{seed}-{number}-{name}").write_bytes(data)
        shutil.rmtree(folder)
        return faults, runs


LISTS = "contacts early_help referrals assessments section_47 children_in_need child_protection looked_after care_leavers adoption adopters".split()


def books_list(key):
    return LISTS.index(key) + 1


def arguments():
    args = argparse.ArgumentParser()
    args.add_argument("annexa")
    args.add_argument("--mutants", type=int, default=400)
    args.add_argument("--from", dest="first", type=int, default=0, help="number of the first mutant")
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--only", default="", help="cases whose group and name hold this")
    args.add_argument("--work", help="folder to work in; it is emptied")
    args.add_argument("--jobs", type=int, default=1)
    args.add_argument("--audiences", type=lambda text: text.split(","), default=["leadership", "management"])
    args.add_argument("--built", type=int, default=1, help="of so many cases one is built, the others checked alone; 0 builds none")
    args.add_argument("--brief", dest="full", action="store_false", help="no build of the full edition")
    args.add_argument("--legacy", choices=LEGACY_WAYS, default="read", help="whether old and OpenDocument workbooks must be read or refused")
    args.add_argument("--quick", action="store_true", help="all cases checked, some built, 300 mutants: minutes")
    args = args.parse_args()
    if args.quick:
        args.mutants, args.built, args.full = 300, 8, False
    return args


def main():
    args = arguments()
    missed = canaries.broken()
    for line in missed[:20]:
        print("the search for leaks does not find", line)
    if missed:
        raise SystemExit(f"the search for leaks is broken: {len(missed)} planted texts were not found")
    work = Path(args.work or tempfile.mkdtemp(prefix="hostile-")).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    runner, broken, builds = Runner(str(Path(args.annexa).resolve()), work, args), 0, 0
    as_asked = [case._replace(expect=LEGACY_WAYS[args.legacy]) if case.expect == LEGACY else case for case in CASES]
    chosen = [(number, case) for number, case in enumerate(as_asked) if args.only in f"{case.group}: {case.name}"]
    with futures.ThreadPoolExecutor(args.jobs) as pool:
        built = [args.built > 0 and number % args.built == 0 for number, _ in chosen]
        for (_, case), faults in zip(chosen, pool.map(lambda each: runner.case(*each[0], each[1]), zip(chosen, built))):
            broken += bool(faults)
            for fault in faults:
                print(f"{case.group}: {case.name}: {fault}", flush=True)
        groups = ", ".join(f"{group} {n}" for group, n in Counter(case.group for _, case in chosen).items())
        print(f"{len(chosen)} cases, {sum(built)} of them built, {broken} do not hold: {groups}", flush=True)
        codes, most, bad = Counter(), {}, 0
        for number, (faults, runs) in enumerate(pool.map(runner.mutant, range(args.first, args.first + args.mutants)), args.first):
            bad += bool(faults)
            codes[runs[0].code] += 1
            builds += len(runs) - 1
            for run in runs:
                before = most.get(run.kind, (0, 0))
                most[run.kind] = max(before[0], run.seconds), max(before[1], run.memory)
            for fault in faults:
                print(f"mutant {args.seed}-{number}: {fault}", flush=True)
    if args.mutants:
        used = ", ".join(f"{kind} {seconds:.1f} s and {memory >> 20} MB" for kind, (seconds, memory) in sorted(most.items()))
        print(f"{args.mutants} mutants of {len(set(BASES))} bases, {builds} of them built, {bad} do not hold; status {dict(sorted(codes.items()))}; at most {used}")
    if not args.work and not (broken or bad):
        shutil.rmtree(work)
    raise SystemExit(bool(broken or bad))


if __name__ == "__main__":
    main()
