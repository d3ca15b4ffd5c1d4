"""Starts programs for run.py and says what they used: one JSON document a line, in and out.

A program's peak of memory counts from the process that started it, so that must be a small one, which run.py is not.
"""
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time

ADDRESS_SPACE = 6 << 30


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    # What crashes may leave a core file behind, so that it is found.
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)


for line in sys.stdin:
    job = json.loads(line)
    with open(job["out"], "wb") as out, open(job["err"], "wb") as err:
        started = time.monotonic()
        process = subprocess.Popen(job["args"], stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=job["cwd"], env=job["env"], start_new_session=True, preexec_fn=limits)
        late = threading.Timer(job["most"], os.killpg, (process.pid, signal.SIGKILL))
        late.start()
        # Of a process and of all that it waited for.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        late.cancel()
    print(json.dumps({"code": process.returncode, "memory": usage.ru_maxrss << 10, "cpu": usage.ru_utime + usage.ru_stime, "wall": time.monotonic() - started}), flush=True)
