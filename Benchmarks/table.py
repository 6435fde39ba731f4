"""Puts our figures, the peer's and the goals in one table, and in one JSON file."""

import json
import os
import platform
import sys
import time

ours_path, peer_path, files_path, result_path = sys.argv[1:5]
with open(ours_path) as file:
    ours = json.load(file)
with open(peer_path) as file:
    peer = json.load(file)
with open(files_path) as file:
    files = json.load(file)
rows = []


def row(name, unit, mine, theirs=None, goal=None, holds=None):
    """goal: in words; holds: whether mine meets it, None where there is no goal."""
    ratio = mine / theirs if theirs else None
    rows.append(
        {
            "figure": name,
            "unit": unit,
            "ours": mine,
            "peer": theirs,
            "ratio": ratio,
            "goal": goal,
            "met": holds,
        }
    )


mine, theirs = ours["open"]["p50_ms"], peer["open"]["p50_ms"]
row("open, 1 client, p50", "ms", mine, theirs, "<= 0.5 x peer", mine <= 0.5 * theirs)
row("open, 1 client, p95", "ms", ours["open"]["p95_ms"], peer["open"]["p95_ms"])
row(
    "open, 1 client, CPU of service and client",
    "us",
    ours["open"]["service_cpu_us"] + ours["open"]["client_cpu_us"],
    peer["open"]["cpu_us"],
)
row("open, 1 client, CPU of the service", "us", ours["open"]["service_cpu_us"])
mine, theirs = ours["open_16"]["per_service_cpu_second"], peer["open_16"]["per_cpu_second"]
row(
    "opens, 16 clients, per second of service CPU",
    "1/s",
    mine,
    theirs,
    ">= 3 x peer",
    mine >= 3 * theirs,
)
row("opens, 16 clients, wall", "1/s", ours["open_16"]["per_second"], peer["open_16"]["per_second"])
row("opens, 16 clients, CPU of the client", "us", ours["open_16"]["client_cpu_us"])
mine, theirs = ours["append_16"]["per_service_cpu_second"], peer["append_16"]["per_cpu_second"]
row(
    "appends, 16 clients, per second of service CPU",
    "1/s",
    mine,
    theirs,
    ">= 8000",
    mine >= 8000,
)
row(
    "appends, 16 clients, wall",
    "1/s",
    ours["append_16"]["per_second"],
    peer["append_16"]["per_second"],
)
row("appends, 1 client, wall", "1/s", ours["append"]["per_second"], peer["append"]["per_second"])
row(
    "kluisd with 256 clients, idle",
    "MiB",
    ours["memory"]["idle_mib"],
    None,
    "< 80",
    ours["memory"]["idle_mib"] < 80,
)
row(
    "kluisd with 256 clients, busy, at most",
    "MiB",
    ours["memory"]["busy_mib"],
    None,
    "< 80",
    ours["memory"]["busy_mib"] < 80,
)
if "start" in ours:
    start = ours["start"]["p50_ms"]
    row("kluis --version", "ms", start, None, "<= 10", start <= 10)
for act in ("seal", "open"):
    for size, name in (("small", "1 KiB"), ("large", f"{files['mebibytes']} MiB")):
        both = files[f"{act}_{size}"]
        goal = {("seal", "small"): 0.5, ("seal", "large"): 0.7, ("open", "large"): 0.7}.get((act, size))
        for figure, unit, most in (
            ("wall_ms", "ms", goal),
            ("cpu_ms", "ms", 1.3 if size == "large" else None),
            ("peak_mib", "MiB", None),
        ):
            mine, theirs = both["ours"][figure], both["peer"][figure]
            if figure == "peak_mib":
                if size == "large":
                    row(f"{act} {name}, most memory", unit, mine, theirs, "<= 20", mine <= 20)
                continue
            row(
                f"{act} {name}, {'wall' if figure == 'wall_ms' else 'CPU'}",
                unit,
                mine,
                theirs,
                f"<= {most} x peer" if most else None,
                mine <= most * theirs if most else None,
            )
row("fsync of 4 KiB on this disk, p50", "us", ours["fsync"]["p50_us"])
row("the peer's Python without its database", "ms", peer["empty"]["p50_ms"])


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


print(
    f"{ours['fill']['dossiers']:.0f} dossiers of {ours['fill']['entries']:.0f} entries of 2 KiB;"
    f" peers: SQLCipher {peer['version']}; of single files age {files['version']}"
)
heading = f"{'figure':48} {'unit':>4} {'ours':>9} {'peer':>9} {'ratio':>6}  {'goal':14} result"
print(heading)
print("-" * len(heading))
for line in rows:
    result = "" if line["met"] is None else "met" if line["met"] else "MISSED"
    print(
        f"{line['figure']:48} {line['unit']:>4} {number(line['ours']):>9}"
        f" {number(line['peer']):>9} {number(line['ratio']):>6}  {line['goal'] or '':14} {result}".rstrip()
    )

# As it was before the run: its own clients are not other work.
load = float(os.environ["LOAD_BEFORE"])
if load > os.cpu_count() / 2:
    print(f"Other work ran before this began (load {load:.1f}): wait, and measure again before quoting.")

with open(result_path, "w") as file:
    json.dump(
        {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "machine": {"cores": os.cpu_count(), "kernel": platform.release()},
            "load": load,
            "rows": rows,
            "ours": ours,
            "peer": peer,
            "files": files,
        },
        file,
        indent=2,
    )
    file.write("\n")
