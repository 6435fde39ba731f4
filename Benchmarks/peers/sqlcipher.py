"""SQLCipher 4, used as an application uses it: one encrypted file, its own log table.

The same data and the same acts as kluis-bench: dossiers of so many entries of 2 KiB.
- open: one durable log row, then read (and so decrypt) all entries of a dossier;
- append: one log row and one entry in one durable commit.
Settings: WAL, synchronous=FULL, a raw key (no key stretching), clustered by dossier.
"empty" is the same Python without the database: what the driver itself costs.
"""

import json
import os
import random
import sys
import threading
import time

import sqlcipher3

KEY = os.urandom(32).hex()
LEAF = os.urandom(600)  # about what a leaf of ours has
BODY = os.urandom(2048)


def connect(path):
    db = sqlcipher3.connect(path, isolation_level=None, timeout=30)
    db.execute(f"PRAGMA key = \"x'{KEY}'\"")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db


def fill(db, dossiers, entries):
    db.execute(
        "CREATE TABLE entry (dossier INTEGER, n INTEGER, body BLOB,"
        " PRIMARY KEY (dossier, n)) WITHOUT ROWID"
    )
    db.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, at INTEGER, what BLOB)")
    for dossier in range(dossiers):
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO entry VALUES (?, ?, ?)",
            ((dossier, n, os.urandom(2048)) for n in range(entries)),
        )
        db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def open_dossier(db, dossier):
    db.execute("INSERT INTO log (at, what) VALUES (?, ?)", (time.time_ns(), LEAF))
    return db.execute("SELECT n, body FROM entry WHERE dossier = ?", (dossier,)).fetchall()


def append(db, dossier, n):
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO log (at, what) VALUES (?, ?)", (time.time_ns(), LEAF))
    db.execute("INSERT INTO entry VALUES (?, ?, ?)", (dossier, n, BODY))
    db.execute("COMMIT")


def one_client(db, dossiers, seconds):
    times = []
    cpu, end = time.process_time(), time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.perf_counter()
        rows = open_dossier(db, random.randrange(dossiers))
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return {
        "count": len(times),
        "p50_ms": times[len(times) // 2],
        "p95_ms": times[len(times) * 95 // 100],
        "rows": len(rows),
        "cpu_us": (time.process_time() - cpu) / len(times) * 1e6,
    }


def many(path, count, work, seconds):
    """Threads: the C library leaves the interpreter's lock while it works and waits."""
    done = [0] * count
    end = time.monotonic() + seconds

    def run(number):
        db = connect(path)
        while time.monotonic() < end:
            work(db, number, done[number])
            done[number] += 1

    start, cpu = time.monotonic(), time.process_time()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu, total = time.monotonic() - start, time.process_time() - cpu, sum(done)
    return {
        "count": total,
        "per_second": total / wall,
        "per_cpu_second": total / cpu,
        "cpu_us": cpu / total * 1e6,
    }


def empty(entries):
    """The Python around an open, without the database."""
    times = []
    for _ in range(2000):
        start = time.perf_counter()
        time.time_ns()
        _ = [(n, BODY) for n in range(entries)]
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return {"p50_ms": times[len(times) // 2]}


def main(scratch, dossiers, entries, seconds):
    path = os.path.join(scratch, "peer.db")
    db = connect(path)
    fill(db, dossiers, entries)
    figures = {
        "version": db.execute("PRAGMA cipher_version").fetchone()[0],
        "empty": empty(entries),
        "open": one_client(db, dossiers, seconds),
        "open_16": many(
            path, 16, lambda db, i, k: open_dossier(db, random.randrange(dossiers)), seconds
        ),
        "append": many(path, 1, lambda db, i, k: append(db, dossiers, k), seconds),
        "append_16": many(path, 16, lambda db, i, k: append(db, dossiers + 1 + i, k), seconds),
    }
    print(json.dumps(figures))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
