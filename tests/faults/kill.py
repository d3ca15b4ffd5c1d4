"""kill -9 at seeded random moments, half of them while files are published: the output is old or new, the next run needs no help."""

import os, random, signal, subprocess, time
from small import Small, arguments, whole

program, quick = arguments()
ROUNDS = 12 if quick else 100
chance = random.Random(20260930)


def children(pid):
    """Processes that a process started."""
    try:
        return [int(child) for task in os.listdir(f"/proc/{pid}/task") for child in open(f"/proc/{pid}/task/{task}/children").read().split()]
    except OSError:
        return []


def kill(build, whom):
    """The whole group, the process that was started alone, or what it started alone (the whole group where that is nothing)."""
    below = children(build.pid) if whom == "child" else []
    try:
        if whom == "parent":
            build.kill()
        elif below:
            for pid in below:
                os.kill(pid, signal.SIGKILL)
        else:
            os.killpg(build.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def runs(group):
    """Whether a process of the group is alive; one that has ended may wait long for somebody to ask after it."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            # The first thread of a process may have ended before the others, which still hold its files.
            threads = [open(f"/proc/{pid}/task/{task}/stat").read().rsplit(") ", 1)[1].split()[:3] for task in os.listdir(f"/proc/{pid}/task")]
        except OSError:
            # One ended meanwhile: whoever asks again sees what is left.
            if os.path.exists(f"/proc/{pid}/stat") and group_of(pid) == group:
                return True
            continue
        if any(int(of) == group and state not in "ZX" for state, _, of in threads):
            return True
    return False


def group_of(pid):
    """The group of a process; None where it is gone."""
    try:
        return int(open(f"/proc/{pid}/stat").read().rsplit(") ", 1)[1].split()[2])
    except OSError:
        return None


def group_ended(build):
    """Waits until nothing of the group runs: what outlives its parent must end by itself."""
    build.wait()
    until = time.monotonic() + 120
    while runs(build.pid):
        assert time.monotonic() < until, "a process of the killed build still runs after two minutes"
        time.sleep(0.002)


def publishing(out):
    """Whether files of the new output are being staged or moved."""
    try:
        names = os.listdir(out)
    except OSError:
        return False
    return any(name.startswith((".annexa-ready", ".annexa-gone")) or os.path.isdir(out / name / "new/leadership") for name in names)


def start(small):
    return subprocess.Popen(small.command("new"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def durations(small):
    """How long a build takes before and while it publishes."""
    small.reset()
    begun, build = time.monotonic(), start(small)
    while not publishing(small.out) and build.poll() is None:
        pass
    staged = time.monotonic()
    build.wait()
    return staged - begun, time.monotonic() - staged


def rounds(audiences, many):
    small = Small(program, audiences)
    before, during = durations(small)
    seen = {"old": 0, "new": 0, "between two folders": 0, "at work": 0}
    for n in range(many):
        small.reset()
        build = start(small)
        if n % 2:
            while not publishing(small.out) and build.poll() is None:
                pass
            time.sleep(chance.uniform(0, during))
        else:
            time.sleep(chance.uniform(0, before + during))
        seen["at work"] += build.poll() is None
        kill(build, ("group", "parent", "child")[n % 3])
        group_ended(build)
        marks = small.mark()
        if marks in small.marks.values():
            seen[small.state()] += 1
        else:
            # Each folder is whole, and the next build of any of them brings the rest after.
            assert all(mark in (small.marks["old"][at], small.marks["new"][at]) for at, mark in enumerate(marks)), marks
            seen["between two folders"] += 1
            again = subprocess.run([*small.command("new"), "--audience", audiences[0]], capture_output=True, text=True)
            assert again.returncode == 0, again.stderr
            assert small.state() == "new", "what was decided was not finished"
        small.next_run()
    small.close()
    assert seen["at work"] > many // 4, f"the builds were killed at work, not after it: {seen}"
    print(f"kill -9 x {many}, {' and '.join(audiences)}: {seen}")


rounds(("leadership",), ROUNDS * 3 // 4)
rounds(("leadership", "management"), ROUNDS - ROUNDS * 3 // 4)
