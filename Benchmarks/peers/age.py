"""Seals and opens files with ours and the stock age in turns, and prints what each took as JSON.

usage: age.py KLUIS-BENCH-AGE SCRATCH [MEBIBYTES]

Wall time is from start to end of the process; CPU is what the kernel says of it, all threads; memory the
most that was resident, which is looked at while it runs. Each writes a file that was not there, after
the disk has come to rest: taking away a gibibyte that lay there takes half as long as sealing one, and is
no work of either. Every output is compared with its input.
"""

import filecmp
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

tool, scratch = sys.argv[1], sys.argv[2]
mebibytes = int(sys.argv[3]) if len(sys.argv) > 3 else 1024
age = shutil.which("age") or sys.exit("the Debian package age is not installed")


def path(name):
    return os.path.join(scratch, name)


def resident(pid):
    """KiB at most so far; 0 once the process has ended."""
    try:
        with open(f"/proc/{pid}/status") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def run(command, watch):
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    peak = 0
    if watch:
        while not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            peak = max(peak, resident(pid))
            time.sleep(0.01)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{command[0]} failed")
    return wall, usage.ru_utime + usage.ru_stime, peak / 1024


def turns(count, commands, watch=False):
    """Medians of each command with its output, taken in turns so that other work meets all of them."""
    times = {name: [] for name in commands}
    for _ in range(count):
        for name, (output, command) in commands.items():
            if os.path.exists(output):
                os.unlink(output)
            if watch:
                os.sync()
            times[name].append(run(command, watch))
    return {
        name: {
            "wall_ms": statistics.median(t[0] for t in found) * 1000,
            "cpu_ms": statistics.median(t[1] for t in found) * 1000,
            "peak_mib": max(t[2] for t in found),
        }
        for name, found in times.items()
    }


recipient = subprocess.run([tool, "key", path("key")], capture_output=True, text=True, check=True).stdout.strip()
with open(path("small"), "wb") as file:
    file.write(os.urandom(1024))
with open(path("large"), "wb") as file:
    for _ in range(mebibytes):
        file.write(os.urandom(1 << 20))

result = {"mebibytes": mebibytes, "version": subprocess.run([age, "--version"], capture_output=True, text=True).stdout.strip()}
for size, count in (("small", 60), ("large", 5)):
    watch = size == "large"
    result[f"seal_{size}"] = turns(
        count,
        {
            "ours": (path("ours.age"), [tool, "seal", recipient, path(size), path("ours.age")]),
            "peer": (path("peer.age"), [age, "-r", recipient, "-o", path("peer.age"), path(size)]),
        },
        watch,
    )
    # Each opens what the other made.
    result[f"open_{size}"] = turns(
        count,
        {
            "ours": (path("ours"), [tool, "open", path("key"), path("peer.age"), path("ours")]),
            "peer": (path("peer"), [age, "-d", "-i", path("key"), "-o", path("peer"), path("ours.age")]),
        },
        watch,
    )
    for name in ("ours", "peer"):
        if not filecmp.cmp(path(size), path(name), shallow=False):
            sys.exit(f"{name} gave another file back")
for name in ("small", "large", "ours", "peer", "ours.age", "peer.age"):
    os.unlink(path(name))
print(json.dumps(result))
