"""Disks that are too small, full of names, or read-only: one line and the old output, or the new one whole."""

import os, subprocess, sys
from small import Small, arguments, errors

program, quick = arguments()
small = Small(program)
disk = small.place / "disk"
disk.mkdir()


def mounted(options):
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], capture_output=True).returncode == 0


def unmount():
    subprocess.run(["umount", str(disk)], check=True)


def size(folder):
    """Bytes of its files as whole pages of 4096, as tmpfs counts them."""
    return sum(-(-path.stat().st_size // 4096) * 4096 for path in folder.rglob("*") if path.is_file())


if os.geteuid() != 0 or not mounted("size=1m"):
    print("SKIPPED, and that loudly: no right to mount a small disk, so no build met a full one (the failing calls say ENOSPC too)")
    sys.exit(0)

# One megabyte, and nothing on it.
out = disk / "out"
built = small.build("new", out)
assert built.returncode == 2 and "No space left" in errors(built), built.stderr
assert not out.exists(), "nothing is left on a disk that was too small"
unmount()
print("a disk of 1 MB: refused in one line, nothing left")

# An old output, and room for a part of the new one: from nothing to more than enough.
need = size(small.place / "output-new")
seen = {}
steps = 6 if quick else 24
for step in range(steps + 1):
    spare = need * 5 // 4 * step // steps
    assert mounted(f"size={size(small.place / 'output-old') + 65536 + spare}")
    small.reset(out)
    built = small.build("new", out)
    state = small.state(out)
    if built.returncode:
        errors(built)
    assert (state == "new") == (built.returncode == 0), f"{built.returncode} and {state}: {built.stderr}"
    left = sorted(path.name for path in out.iterdir())
    assert left == ["leadership"], left
    seen[state] = seen.get(state, 0) + 1
    # Room is made: the next run is clean.
    subprocess.run(["mount", "-o", "remount,size=256m", str(disk)], check=True)
    small.next_run(out)
    unmount()
assert len(seen) == 2, seen
print(f"an old output and from 0 to {need * 5 // 4} bytes to spare, {steps + 1} disks: {seen}")

# A disk that holds no more names.
assert mounted("size=64m,nr_inodes=150")
small.reset(out)
built = small.build("new", out)
assert built.returncode == 2 and small.state(out) == "old" and errors(built), built.stderr
subprocess.run(["mount", "-o", "remount,nr_inodes=4096", str(disk)], check=True)
small.next_run(out)

# Read-only.
small.reset(out)
subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
built = small.build("new", out)
assert built.returncode == 2 and "Read-only" in errors(built) and "--output" in built.stderr, built.stderr
assert small.state(out) == "old"
built = small.build("new", disk / "another")
assert built.returncode == 2 and "Read-only" in errors(built), built.stderr
unmount()
print("a disk without room for names, and a read-only one: refused in one line, old output whole")
small.close()
