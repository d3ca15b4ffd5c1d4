"""A small project that builds in a moment, in an old and a new state, and what an output must be: whole, and one of the two."""

import hashlib, json, os, shutil, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SURVIVORS = ".annexa"


class Small:
    """Two projects that differ in one line; `reference` holds the output of each, and its mark."""

    def __init__(self, program, audiences=("leadership",)):
        self.program = str(Path(program).resolve())
        self.audiences = audiences
        self.place = Path(tempfile.mkdtemp(prefix="annexa-faults-"))
        self.out = self.place / "out"
        self.marks = {}
        for state in ("old", "new"):
            project(self.program, self.place / state, audiences, state)
            built = self.build(state, self.place / f"output-{state}")
            assert built.returncode == 0, built.stderr
            self.marks[state] = self.mark(self.place / f"output-{state}")
        assert self.marks["old"] != self.marks["new"]

    def command(self, state, out=None):
        return [self.program, "build", "--quiet", "--project", str(self.place / state), "--output", str(out or self.out)]

    def build(self, state, out=None, before=(), more=()):
        return subprocess.run([*before, *self.command(state, out), *more], capture_output=True, text=True, timeout=600)

    def reset(self, out=None):
        """The output as an earlier build left it."""
        out = out or self.out
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self.place / "output-old", out)

    def mark(self, out=None):
        """The hashes of the manifests, after every file was held against them."""
        return tuple(whole(Path(out or self.out) / audience) for audience in self.audiences)

    def state(self, out=None):
        """`old` or `new`; anything else is a fault."""
        mark = self.mark(out)
        for state, known in self.marks.items():
            if mark == known:
                return state
        raise AssertionError(f"neither old nor new: {mark}")

    def next_run(self, out=None):
        """The build after a fault: succeeds without help, and leaves nothing but the output."""
        built = self.build("new", out)
        assert built.returncode == 0, f"the next run failed: {built.stderr}"
        assert self.state(out) == "new"
        left = sorted(path.name for path in Path(out or self.out).iterdir())
        assert left == sorted(self.audiences), f"left behind: {left}"

    def close(self):
        shutil.rmtree(self.place, ignore_errors=True)


def project(program, folder, audiences, state):
    """A demonstration of which all pages but the first are for management, and short."""
    subprocess.run([program, "demo", str(folder), "--children", "40"], check=True, stdout=subprocess.DEVNULL)
    settings = (folder / "annexa.toml").read_text()
    settings = settings.replace("Demo data:", f"Demo data ({state}):")
    names = ", ".join(f'"{audience}"' for audience in audiences)
    (folder / "annexa.toml").write_text(f"{settings}\n[audiences]\nbuild = [{names}]\n")
    (folder / "content/pages").mkdir(parents=True)
    for page in sorted((ROOT / "content/pages").glob("*.md")):
        front = page.read_text().split("+++")[1]
        front = "\n".join(line for line in front.splitlines() if not line.startswith("seen_by"))
        if page.name != "index.md":
            (folder / "content/pages" / page.name).write_text(f'+++\nseen_by = "management"{front}\n+++\n')


def whole(folder):
    """Holds every file of an output against its manifest, whose hash is returned."""
    if not folder.exists():
        return "missing"
    text = (folder / "manifest.json").read_bytes()
    listed = {file["path"]: file["sha256"] for file in json.loads(text)["files"]}
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert found == {*listed, "manifest.json"}, f"not the files of the manifest: {sorted(found ^ set(listed))[:5]}"
    for path, hash in listed.items():
        assert sha256(folder / path) == hash, f"{path} is not what the manifest says"
    return hashlib.sha256(text).hexdigest()


def tree(folder):
    """One hash of all paths and bytes below a folder."""
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    lines = [f"{sha256(path)}  {path.relative_to(folder)}\n" for path in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def errors(built):
    """The one line that says why nothing was built."""
    lines = [line for line in built.stderr.splitlines() if not line.startswith(("warning", "note"))]
    assert len(lines) == 1 and lines[0].startswith("error"), f"not one line: {built.returncode} {built.stderr!r}"
    return lines[0]


def arguments():
    program = sys.argv[1]
    return program, "--quick" in sys.argv[2:]


def can_trace():
    """Whether calls can be made to fail here; some containers forbid it."""
    try:
        probe = ["strace", "-f", "-e", "inject=getcwd:error=EIO", "-e", "trace=getcwd", "-o", os.devnull, "true"]
        return subprocess.run(probe, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
