"""Awkward places: where the output goes, where the command runs, and files that change under it."""

import os, shutil, subprocess, time
from small import Small, arguments, errors, tree, whole

program, _ = arguments()
small = Small(program)
reference = tree(small.place / "output-new")


def run(folder, *args):
    return subprocess.run([small.program, "build", "--quiet", *args], cwd=folder, capture_output=True, text=True, timeout=600)


def same(out):
    """The new output, with nothing of ours beside it."""
    left = [path.name for path in out.iterdir() if path.name.startswith(".annexa")]
    assert not left, left
    assert tree(out / "leadership") == tree(small.place / "output-new/leadership"), out


def built(folder, *args):
    done = run(folder, *args)
    assert done.returncode == 0, done.stderr
    return done


project = small.place / "new"

# The output is a file, a link to a folder, a link to nothing.
(small.place / "file").write_text("a file")
assert "file" in errors(run(project, "--output", "../file")) and (small.place / "file").read_text() == "a file"
(small.place / "behind").mkdir()
(small.place / "link").symlink_to("behind")
built(project, "--output", "../link")
same(small.place / "behind")
(small.place / "nowhere").symlink_to("not-there")
errors(run(project, "--output", "../nowhere"))
assert not (small.place / "not-there").exists()
# An audience's folder that is a link is somebody's; it is not followed.
shutil.rmtree(small.place / "behind/leadership")
(small.place / "behind/leadership").symlink_to(small.place / "output-old/leadership")
assert "not made by annexa" in errors(run(project, "--output", "../link"))

# Inside the project, the project itself, the project inside it, among its data; twice, so that none reads its own output.
inner = small.place / "around/project"
shutil.copytree(project, inner)
for args, out in [((), "output"), (("--output", "."), "."), (("--output", ".."), ".."), (("--output", "data"), "data"), (("--output", "content"), "content")]:
    for _ in range(2):
        built(inner, *args)
        same(inner / out)
    shutil.rmtree(inner / out / "leadership")
assert tree(inner / "data") == tree(project / "data")

# Long paths, and names that a shell would stumble over.
long = small.place.joinpath(*["a folder with a long name, ünïcode ’ and $(spaces)"] * 8)
assert len(str(long)) > 400
built(project, "--output", str(long / "out"))
same(long / "out")
shutil.copytree(project, long / "project")
built(long / "project")
same(long / "project/output")
far = small.place / "/".join(["x" * 200] * 30)
assert "too long" in errors(run(project, "--output", str(far))).lower()

# A working folder that is gone, or may not be looked into.
gone = small.place / "gone"
gone.mkdir()
done = subprocess.run(["sh", "-c", 'cd "$1" && rmdir "$1" && shift && exec "$@"', "sh", str(gone), *small.command("new", small.place / "from-nowhere")], capture_output=True, text=True)
assert done.returncode == 0, done.stderr
same(small.place / "from-nowhere")

# A manifest that is damaged, and a file that somebody put there: nothing is replaced.
for name, text in [("manifest.json", "{"), ("manifest.json", ""), ("site/notes.docx", "an afternoon")]:
    small.reset()
    (small.out / "leadership" / name).write_text(text)
    before = tree(small.out)
    assert "not made by annexa" in errors(run(project, "--output", str(small.out))), name
    assert tree(small.out) == before
# An output that was damaged or cut is put right by building again.
small.reset()
(small.out / "leadership/site/index.html").unlink()
(small.out / "leadership/site/data/figures.csv").write_text("")
small.next_run()


# A workbook, a setting, a page that changes while a build is at work. A build may end before the change: then again.
def edited(change):
    for _ in range(20):
        shutil.rmtree(small.place / "edited", ignore_errors=True)
        shutil.copytree(project, small.place / "edited")
        small.reset()
        build = subprocess.Popen([small.program, "build", "--quiet", "--project", str(small.place / "edited"), "--output", str(small.out)], stderr=subprocess.PIPE, text=True)
        while not (small.out / ".annexa.lock").exists() and build.poll() is None:
            time.sleep(0.0005)
        change(small.place / "edited")
        said = build.communicate()[1]
        if build.returncode:
            lines = [line for line in said.splitlines() if not line.startswith(("warning", "note"))]
            assert build.returncode == 2 and len(lines) == 1 and "changed during the build" in lines[0], said
            assert small.state() == "old"
            assert [path.name for path in small.out.iterdir()] == ["leadership"]
            return
        assert small.state() == "new"
    raise AssertionError("no build noticed the change")


def longer(path):
    with open(path, "a") as file:
        file.write("\n")


edited(lambda folder: longer(folder / "data/2025-09-30.xlsx"))
edited(lambda folder: (folder / "data/2025-09-30.xlsx").write_bytes(b""))
edited(lambda folder: longer(folder / "annexa.toml"))
edited(lambda folder: longer(folder / "content/pages/teams.md"))
edited(lambda folder: longer(folder / "data/published.csv"))
small.close()
print("awkward places and files that change: each built whole or refused in one line")
