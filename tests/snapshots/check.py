"""Packages of seven quarters under other people's programs, and a hundred flipped bytes: check.py BINARY FOLDER [FLIPS]

FOLDER is a project with quarters in data/; its packages are made here. Every package must be a valid bag to `bagit` and its tables valid
to `frictionless`; a byte flipped in a random file must be found by annexa and named. The packs are brief: it is the packing that is tried.
What the last quarter says of several is worked out by another way, from the workbooks alone."""

import json, random, shutil, subprocess, sys
from pathlib import Path

import bagit
from frictionless import Package

program, project = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
FLIPS = int(sys.argv[3]) if len(sys.argv) > 3 else 100
chance = random.Random(20250930)


def annexa(*arguments):
    return subprocess.run([str(program), "snapshot", *arguments, "--project", str(project)], capture_output=True, text=True, timeout=900)


shutil.rmtree(project / "snapshots", ignore_errors=True)
key, settings = project / "marks.key", project / "annexa.toml"
key.unlink(missing_ok=True)
subprocess.run([str(program), "snapshot", "key", "--quiet", str(key)], check=True)
if "[snapshots]" not in settings.read_text():
    settings.write_text(settings.read_text() + f'\n[snapshots]\nmarks = "{key.name}"\n')
quarters = sorted((project / "data").glob("*.xlsx"))
made_of = [(quarter, audience) for quarter in quarters for audience in ("leadership", "public") if audience == "leadership" or quarter in quarters[-3:]]
for quarter, audience in made_of:
    made = annexa("create", "--quiet", "--edition", "brief", "--data", str(quarter), "--audience", audience)
    assert made.returncode == 0, made.stderr
packages = sorted(path.parent for path in (project / "snapshots").glob("*/bagit.txt"))
assert len(packages) == len(made_of) + len(quarters), packages
assert annexa("verify").returncode == 0

tables = 0
for package in packages:
    bagit.Bag(str(package)).validate(processes=1)
    report = Package(str(package / "data/datapackage.json")).validate()
    assert report.valid, (package.name, report.flatten(["title", "rowNumber", "fieldName", "type", "message"])[:5])
    tables += len(report.tasks)
print(f"bagit: {len(packages)} packages valid; frictionless: {tables} tables valid")

files = [path for package in packages for path in package.rglob("*") if path.is_file() and path.stat().st_size]
for path in chance.sample(files, min(FLIPS, len(files))):
    whole = path.read_bytes()
    spoiled = bytearray(whole)
    spoiled[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    path.write_bytes(spoiled)
    package = next(package for package in packages if package in path.parents)
    found = annexa("verify", str(package), "--format", "json")
    faults = json.loads(found.stdout)[0]["faults"]
    name = path.relative_to(package).as_posix()
    assert found.returncode == 1 and any(name in json.dumps(fault) for fault in faults), (name, faults)
    path.write_bytes(whole)
assert annexa("verify").returncode == 0
print(f"{FLIPS} flipped bytes: all found, each by its file")

figures, = (project / "snapshots").glob(f"*_{quarters[-1].stem}_leadership_*/data/figures.csv")
subprocess.run([sys.executable, str(Path(__file__).with_name("over_time.py")), str(project), str(figures)], check=True)
