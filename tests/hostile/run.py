"""Runs every case, and mutants: `run.py ANNEXA [--mutants N] [--seed S] [--only TEXT] [--work DIR]`. Exit status 1 where one does not hold.

Each case is checked and built in a folder of its own, watched: 20 s, 1 GB resident, no panic, no signal, nothing left behind, nothing leaked.
"""
import argparse
import concurrent.futures as futures
import datetime as dt
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import book as books
from book import TEAM
from canaries import Search
from cases import CASES
from mutants import BASES, mutant

SECONDS, BYTES = 20, 1 << 30
SETTINGS = '[authority]\nname = "Nowhereshire"\nlike = "320"\nchildren = 1500\n\n[period]\nas_at = "2025-09-30"\n'


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_CORE)[1]))


class Ran:
    """One run of the program, with the largest memory of any process in its tree."""

    def __init__(self, annexa, folder, *args):
        for name in ("tmp", "cwd"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.args, started = args, time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            env = {"PATH": os.environ["PATH"], "TMPDIR": str(folder / "tmp"), "HOME": str(folder / "tmp"), "RUST_BACKTRACE": "full"}
            process = subprocess.Popen([annexa, *args], stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=folder / "cwd", env=env, start_new_session=True, preexec_fn=limits)
            late = threading.Timer(SECONDS, lambda: os.killpg(process.pid, signal.SIGKILL))
            late.start()
            # Of a process and of all that it waited for.
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            late.cancel()
            self.code, self.memory, self.seconds = process.returncode, usage.ru_maxrss << 10, time.monotonic() - started
            out.seek(0), err.seek(0)
            self.out, self.err = out.read(), err.read()

    def faults(self):
        if self.code not in (0, 1, 2) or b"annexa has a fault" in self.err or b"panicked" in self.err:
            yield f"{self.args[0]} ended with {self.code}: {self.err[-200:]!r}"
        if self.seconds > SECONDS or self.memory > BYTES:
            yield f"{self.args[0]} took {self.seconds:.1f} s and {self.memory >> 20} MB"


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
    def __init__(self, annexa, work):
        self.annexa, self.work = annexa, work
        self.base = books.base(annexa, work / "demo", 1500)
        self.small = books.base(annexa, work / "small", 300)
        self.search = Search(self.base.births() | self.small.births())
        self.rows = {n: len(sheet.body) for n, sheet in enumerate(self.base, 1)}
        folder = work / "base"
        data = lay(folder, {"annex-a.xlsx": books.xlsx(self.base)})
        ran = self.build(folder, data)
        assert ran.code == 0, ran.err.decode()
        self.output, self.figures = folder / "out", self.figures_of(folder)
        self.tree, self.kinds = tree(self.output), Counter(f["kind"] for f in self.findings(folder, data)[0])
        assert sum(line.endswith(",ok") for line in self.figures.splitlines()) > 300, "the base has too few figures to compare"

    def build(self, folder, data):
        return Ran(self.annexa, folder, "build", "--project", str(folder), "--data", data, "--output", str(folder / "out"), "--edition", "brief", "-v")

    def figures_of(self, folder):
        return (folder / "out/leadership/site/data/figures.csv").read_text()

    def findings(self, folder, data):
        ran = Ran(self.annexa, folder, "check", "--project", str(folder), "--data", data, "--format", "json")
        try:
            return json.loads(ran.out)["findings"], ran
        except ValueError:
            return [], ran

    def case(self, case):
        """What does not hold of a case."""
        folder = self.work / f"case-{CASES.index(case)}"
        files = case.make(books.clone(self.base))
        data = lay(folder, files)
        shutil.copytree(self.output, folder / "out")
        found, checked = self.findings(folder, data)
        built = self.build(folder, data)
        faults = [*checked.faults(), *built.faults(), *self.left(folder, checked, built), *self.held(case.expect, folder, found, checked, built)]
        shutil.rmtree(folder)
        return faults

    def left(self, folder, checked, built):
        """What a run may not leave: temporary and core files, and a word of the data."""
        for name in ("tmp", "cwd"):
            yield from (f"left behind: {p.name}" for p in (folder / name).rglob("*"))
        yield from (f"left in the output: {p.name}" for p in (folder / "out").glob(".annexa-*"))
        # The check names teams, because a fix list goes to a team; nothing else may.
        for what, text, allowed in (("check", checked.out + checked.err, {TEAM}), ("build", built.out + built.err, set())):
            yield from (f"{what} printed {hit}" for hit in self.search.text(text, allowed))
        yield from self.search.folder(folder / "out")

    def held(self, expect, folder, found, checked, built):
        kinds = Counter(f["kind"] for f in found)
        errors = [line for line in built.err.decode("utf-8", "replace").splitlines() if line.startswith("error:")]
        refused = built.code == 1
        if built.code != 0:
            if tree(folder / "out") != self.tree:
                yield "refused, and the output has changed"
            if len(errors) != 1:
                yield f"{len(errors)} lines of error: {errors[:3]}"
        if expect.how == "either" or (expect.how == "same or refused" and refused and kinds.keys() & set(expect.kinds)):
            return
        if expect.how == "refuses":
            wrong = [f for f in found if f["severity"] == "error"]
            if not refused or len(wrong) != 1 or wrong[0]["kind"] not in expect.kinds:
                yield f"should be refused as {'/'.join(expect.kinds)}: code {built.code}, {[f['kind'] for f in wrong]}"
            elif expect.sheet and wrong[0]["place"].get("sheet") != expect.sheet:
                yield f"the error does not name the sheet: {wrong[0]['place']}"
            return
        if built.code != 0:
            yield f"should build: {built.code}, {built.err[:300].decode('utf-8', 'replace')}"
            return
        yield from (f"should warn: {kind}; found {sorted((kinds - self.kinds).keys())}" for kind in expect.kinds if kind not in kinds)
        manifest = json.loads((folder / "out/leadership/manifest.json").read_text())
        rows = Counter()
        for entry in manifest["inputs"]:
            for sheet in entry["sheets"]:
                rows[books_list(sheet["list"])] += sheet["rows"]
        wanted = {**self.rows, **expect.rows}
        if any(rows[n] != wanted[n] for n in wanted):
            yield f"rows by list {[rows[n] for n in wanted]} and not {list(wanted.values())}"
        if expect.how != "builds":
            mine, theirs = set(self.figures_of(folder).splitlines()), set(self.figures.splitlines())
            if mine != theirs:
                yield f"{len(mine ^ theirs)} figures differ, such as {sorted(mine ^ theirs)[:2]}"

    def mutant(self, number, seed):
        chance = random.Random(seed * 1_000_003 + number)
        name, data = mutant(self.small, chance)
        folder = self.work / f"mutant-{number}"
        path = lay(folder, {name: data})
        ran = Ran(self.annexa, folder, "check", "--project", str(folder), "--data", path)
        runs = [ran]
        if number % 30 == 0:
            runs.append(self.build(folder, path))
        faults = [fault for run in runs for fault in run.faults()]
        faults += [f"printed {hit}" for run in runs for hit in self.search.text(run.out + run.err)]
        faults += self.search.folder(folder / "out") if (folder / "out").is_dir() else []
        faults += [f"left behind: {p.name}" for place in ("tmp", "cwd") for p in (folder / place).rglob("*")]
        if faults:
            (self.work / "kept").mkdir(exist_ok=True)
            (self.work / "kept" / f"{seed}-{number}-{name}").write_bytes(data)
        shutil.rmtree(folder)
        return faults, runs, tuple(run.code for run in runs)


LISTS = "contacts early_help referrals assessments section_47 children_in_need child_protection looked_after care_leavers adoption adopters".split()


def books_list(key):
    return LISTS.index(key) + 1


def main():
    args = argparse.ArgumentParser()
    args.add_argument("annexa")
    args.add_argument("--mutants", type=int, default=400)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--only", default="")
    args.add_argument("--work")
    args = args.parse_args()
    work = Path(args.work or tempfile.mkdtemp(prefix="hostile-")).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    runner, broken = Runner(str(Path(args.annexa).resolve()), work), 0
    chosen = [case for case in CASES if args.only in f"{case.group}: {case.name}"]
    with futures.ThreadPoolExecutor(2) as pool:
        for case, faults in zip(chosen, pool.map(runner.case, chosen)):
            broken += bool(faults)
            for fault in faults:
                print(f"{case.group}: {case.name}: {fault}", flush=True)
        print(f"{len(chosen)} cases, {broken} do not hold:", ", ".join(f"{group} {n}" for group, n in Counter(c.group for c in chosen).items()), flush=True)
        codes, longest, most, bad = Counter(), 0, 0, 0
        for number, (faults, runs, ended) in enumerate(pool.map(lambda n: runner.mutant(n, args.seed), range(args.mutants))):
            bad += bool(faults)
            codes[ended[0]] += 1
            longest, most = max(longest, *(r.seconds for r in runs)), max(most, *(r.memory for r in runs))
            for fault in faults:
                print(f"mutant {args.seed}-{number}: {fault}", flush=True)
    if args.mutants:
        print(f"{args.mutants} mutants of {len(BASES)} bases, {bad} do not hold; status {dict(sorted(codes.items()))}, at most {longest:.1f} s and {most >> 20} MB")
    raise SystemExit(bool(broken or bad))


if __name__ == "__main__":
    main()
