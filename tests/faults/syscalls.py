"""The k-th call of a kind fails, for every k that a build reaches: one line or success, old or new, the next run clean.

strace counts per thread, so a run may have several failures; every call of every thread is the k-th of its thread for some k.
"""

import re, sys, time
from small import Small, arguments, can_trace, errors

# Calls that change the disk, with what a full, broken, locked or read-only one says; then those that only look.
WRITING = [
    ("write", "ENOSPC"), ("write", "EIO"), ("fsync", "EIO"), ("mkdir", "ENOSPC"), ("mkdir", "EROFS"),
    ("rename", "EACCES"), ("rename", "EIO"), ("renameat2", "EIO"), ("renameat2", "EINVAL"),
    ("unlink,unlinkat,rmdir", "EACCES"), ("flock", "ENOLCK"), ("flock", "EIO"),
]
OPENING = [("openat", "EMFILE"), ("openat", "EROFS"), ("openat", "EACCES"), ("getdents64", "EIO"), ("statx", "EIO"), ("read", "EIO")]
# Of a quick run: each kind once, and of many calls of one kind a few.
QUICK = [WRITING[at] for at in (0, 2, 4, 5, 7, 8, 9, 10)]

program, quick = arguments()
if not can_trace():
    print("SKIPPED, and that loudly: strace is missing or may not trace here, so no call was made to fail (the suite still tries what it can)")
    sys.exit(0)


def fails_at(small, calls, error, k, log):
    """One build with the k-th call failing; whether there was a k-th."""
    small.reset()
    strace = ["strace", "-f", "--seccomp-bpf", "-o", str(log), "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}:when={k}"]
    built = small.build("new", before=strace)
    hit = [line for line in log.read_text(errors="replace").splitlines() if "(INJECTED)" in line]
    if not hit:
        return False
    at = f"{calls} {error} k={k}: {hit[0][:150]}"
    try:
        # The dynamic linker says in its own words that it could not read a library; no line of the program has run then.
        if built.returncode != 127:
            assert built.returncode in (0, 1, 2), f"exit {built.returncode}: {built.stderr}"
            if built.returncode:
                errors(built)
        state = small.state()
        assert built.returncode != 0 or state == "new", "success without the new output"
        small.next_run()
    except AssertionError as fault:
        raise SystemExit(f"FAILED {at}\n{fault}\n{built.stderr}")
    return (built.returncode, state)


def killed_at(small, calls, k, log):
    """One build that is killed as it begins its k-th call; whether there was a k-th. What was decided the next build of one folder ends."""
    small.reset()
    strace = ["strace", "-f", "-o", str(log), "-e", f"trace={calls}", "-e", f"inject={calls}:signal=KILL:when={k}"]
    if small.build("new", before=strace).returncode == 0:
        return None
    each = [{old: "old", new: "new"}.get(mark) for mark, old, new in zip(small.mark(), small.marks["old"], small.marks["new"])]
    assert all(each), f"{calls} killed at {k}: neither old nor new"
    decided = (small.out / ".annexa-ready").exists()
    again = small.build("new", more=["--audience", small.audiences[0]])
    assert again.returncode == 0, again.stderr
    assert not decided or small.state() == "new", f"{calls} killed at {k}: what was decided was not ended"
    small.next_run()
    return " ".join(each) + (", decided" if decided else "")


def kills(small, calls):
    """At each of the first forty calls; of hundreds that follow alike, at ever fewer."""
    seen, k = {}, 1
    while found := killed_at(small, calls, k, small.place / "log"):
        seen[found] = seen.get(found, 0) + 1
        last, k = k, k + 1 + max(0, k - 40) // 4
    print(f"killed at {sum(seen.values())} calls of {calls}, up to the {last}th, {' and '.join(small.audiences)}: {seen}", flush=True)
    return sum(seen.values())


def loop(small, calls, error):
    seen, k, started = {}, 1, time.monotonic()
    while found := fails_at(small, calls, error, k, small.place / "log"):
        seen[found] = seen.get(found, 0) + 1
        # A quick run leaves out most of many equal calls.
        k = k + 1 if not quick or k < 3 else 3 * k
    told = ", ".join(f"exit {code} and {state}: {n}" for (code, state), n in sorted(seen.items()))
    print(f"{calls} {error}: k to {k}; {told} ({time.monotonic() - started:.0f} s)", flush=True)
    return sum(seen.values())


one = Small(program)
total = sum(loop(one, *fault) for fault in (QUICK if quick else WRITING + OPENING))
one.close()
two = Small(program, ("leadership", "management"))
killed = sum(kills(two, calls) for calls in (["rename", "renameat2"] if quick else ["rename", "renameat2", "mkdir", "fsync", "write", "unlink,unlinkat,rmdir"]))
if not quick:
    total += sum(loop(two, *fault) for fault in WRITING if fault[0] in ("rename", "renameat2", "mkdir"))
two.close()
print(f"failing calls: {total} builds with a failing call, {killed} killed at a call, each old or new")
