"""Two builds into one folder at once: one wins and the other says so in one line, or both do, one after the other. Never a mixture."""

import subprocess
from small import Small, arguments, whole

program, quick = arguments()
PAIRS = 8 if quick else 50

small = Small(program)
seen = {"one waited its turn": 0, "one was told to wait": 0}
for n in range(PAIRS):
    small.reset()
    both = [subprocess.Popen(small.command(state), stderr=subprocess.PIPE, text=True) for state in ("old", "new")]
    said = [build.communicate()[1] for build in both]
    won = [state for state, build in zip(("old", "new"), both) if build.returncode == 0]
    assert won, said
    if len(won) == 1:
        lost = [(build.returncode, words) for build, words in zip(both, said) if build.returncode]
        words = [line for line in lost[0][1].splitlines() if not line.startswith(("warning", "note"))]
        assert lost[0][0] == 2 and len(words) == 1 and "another build is writing" in words[0], lost
    seen["one was told to wait" if len(won) == 1 else "one waited its turn"] += 1
    assert small.state() in won
    assert [path.name for path in small.out.iterdir()] == ["leadership"], list(small.out.iterdir())
small.next_run()
small.close()
print(f"two builds at once x {PAIRS}: {seen}")
