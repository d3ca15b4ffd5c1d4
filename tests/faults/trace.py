"""What the program asks of the system in whole runs: no network, no program but itself, nothing written but its output."""

import os, re, subprocess, sys, tempfile
from pathlib import Path
from small import ROOT, arguments, can_trace

program, _ = arguments()
program = str(Path(program).resolve())
if not can_trace():
    print("SKIPPED, and that loudly: strace is missing or may not trace here, so nothing was held against what the system was asked")
    sys.exit(0)

place = Path(tempfile.mkdtemp(prefix="annexa-trace-")).resolve()
# What may be read besides the project and the output: what the loader needs, and facts of the machine and of the process itself.
READ = re.compile(r"/(etc/ld\.so\.(cache|preload)|(usr/)?lib(64)?/.*\.so[.0-9]*|proc/(self|thread-self|[0-9]+)/(maps|cgroup|exe|statm|status|stat|mountinfo|limits)|proc/stat|proc/meminfo|proc/sys/vm/overcommit_memory"
    r"|sys/fs/cgroup(/.*)?|sys/devices/system/cpu(/.*)?|dev/(null|urandom))")
# Calls that change something at a path.
CHANGES = {"mkdir", "mkdirat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat", "symlink", "symlinkat",
    "chmod", "fchmodat", "chown", "truncate", "mknod", "mknodat", "utimensat"}
NETWORK = {"socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "recvfrom", "recvmsg"}


def resolved(path, folder):
    return os.path.normpath(os.path.join(folder, path))


def run(words, args, reads, writes, folder=ROOT):
    """Runs a command under strace and holds every call against what it may ask."""
    log = place / "log"
    kinds = "trace=%file,%network,execve,execveat,fork,vfork,clone,clone3,getdents64,ptrace,io_uring_setup"
    done = subprocess.run(["strace", "-f", "-y", "-s", "4096", "-o", str(log), "-e", kinds, program, *args], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    wrong, files, runs, calls = [], set(), 0, 0
    inside = lambda path, roots: any(path == str(root) or path.startswith(f"{root}/") for root in roots)
    lines = log.read_text(errors="replace").splitlines()
    # What another thread interrupted is told in two lines; the first has the path.
    for line in lines:
        found = re.match(r"\d+ +(\w+)\((.*)", line)
        if not found:
            continue
        calls += 1
        call, rest = found.groups()
        if call in NETWORK or call in ("ptrace", "io_uring_setup"):
            # The two ends of a pipe between parent and child are no network.
            if not rest.startswith("AF_UNIX") or call != "socket":
                wrong.append(line)
        elif call in ("execve", "execveat"):
            runs += 1
            ran = re.match(r'"([^"]*)"', rest)
            if not ran or ran.group(1) not in (program, "/proc/self/exe"):
                wrong.append(line)
        elif call in CHANGES:
            # A path behind a folder's number is told in angle brackets: 5</tmp/out>, "site".
            for at, path in re.findall(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"', rest):
                if not inside(resolved(path, at or folder), writes):
                    wrong.append(line)
        elif call in ("open", "openat", "openat2", "creat"):
            at, path, flags = re.match(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"(?:, ([A-Z_|{]+))?', rest).groups()
            path = resolved(path, at or folder)
            # The project's own folder is listed for what a dead command may have left in it.
            to_write = call == "creat" or re.search("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", flags or "")
            if to_write and not inside(path, writes) or not to_write and path != str(ROOT) and not inside(path, [*reads, *writes, program]) and not READ.fullmatch(path):
                wrong.append(line)
            if path != str(ROOT) and not inside(path, [*reads, *writes]):
                files.add(re.sub(r"/proc/\d+/", "/proc/self/", path))
    assert not wrong, f"{words}: asks for more than it may\n" + "\n".join(wrong[:20])
    print(f"{words}: {calls} calls, 0 to the network, {runs} programs run, itself each time; beside project and output it opened {', '.join(sorted(files))}")
    log.unlink()


demo = place / "demo"
run("demo", ["demo", str(demo), "--children", "40"], [], [demo])
project = [ROOT / name for name in ("annexa.toml", "data", "content", "layouts", "themes", "benchmarks", "snapshots", "retention.toml")]
run("build", ["build", "--output", str(place / "out")], project, [place / "out"])
run("build again, for management", ["build", "--audience", "management", "--output", str(place / "out")], project, [place / "out"])
run("check", ["check"], project, [])
run("explain", ["explain", "REF-04", "--project", str(ROOT)], project, [])
run("indicators", ["indicators"], project, [])
run("comparators list", ["comparators", "list"], project, [])
run("help", ["--help"], project, [])
run("doctor", ["doctor"], [*project, ROOT / "ejected.toml"], [])
new = place / "new"
run("new", ["new", str(new), "--authority", "Sheepshire"], [], [new])
run("eject", ["eject", "layouts/site/footer.html", "--project", str(new)], [new], [new])
run("doctor of a project with a copy", ["doctor", "--project", str(new)], [new], [])
run("snapshot create", ["snapshot", "create", "--edition", "brief", "--project", str(demo)], [demo], [demo / "snapshots"])
run("snapshot verify", ["snapshot", "verify", "--project", str(demo)], [demo], [])
print("network: 0 calls; foreign programs: 0; writes outside the output: 0")
