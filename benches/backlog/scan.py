"""Reads a whole mailbox with `afterword scan`, in turn with a raw client."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import client
import mailbox
import measure
from server import Dovecot


def main():
    options = arguments()
    binary = None if options.floor_only else measure.find_binary(options.binary)
    with tempfile.TemporaryDirectory(prefix="afterword-bench-") as scratch:
        scratch = Path(scratch)
        # The server's user must be able to pass through.
        scratch.chmod(0o755)
        mail = (options.work or scratch).resolve() / f"mail-{options.messages}"
        prepare(mail / "ann" / "Maildir", options.messages)
        with Dovecot(scratch, mail) as server:
            compare(server, scratch, binary, options)


def arguments():
    parser = argparse.ArgumentParser(prog="benches/backlog/run scan")
    parser.add_argument("--binary", default=measure.default_binary())
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tls", action="store_true", help="both speak TLS")
    parser.add_argument("--work", type=Path, help="keep the mailbox here for the next run")
    parser.add_argument("--floor-only", action="store_true", help="only the raw client")
    return parser.parse_args()


def prepare(maildir, count):
    if maildir.exists():
        print(f"{count} mails: {maildir} as it stands")
        return
    began = time.perf_counter()
    total, kinds = mailbox.make(maildir, count)
    parts = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    print(f"{count} mails, {total / 1e6:.1f} MB ({parts}), made in "
          f"{time.perf_counter() - began:.1f} s")


def compare(server, scratch, binary, options):
    config = server.write_config(scratch / "client", options.tls)
    raw = raw_command(server, scratch, options.tls)
    runs = {"raw text": lambda: floor(raw + [client.TEXT]),
            "raw full": lambda: floor(raw + [client.FULL])}
    if binary:
        command = [str(binary), "scan", "--json", "--since", "100000d", str(config)]
        runs["afterword scan"] = lambda: program(command, scratch / "state")
    times = {name: [] for name in runs}
    notes = {}
    # The first round fills the server's caches and is not counted.
    for round_number in range(options.rounds + 1):
        for name, run in runs.items():
            seconds, notes[name] = run()
            if round_number > 0:
                times[name].append(seconds)
    report(times, notes, options)


def raw_command(server, scratch, tls):
    script = str(Path(__file__).with_name("client.py"))
    if tls:
        where = ["localhost", str(server.tls_port), str(scratch / "client" / "ca.pem")]
    else:
        where = ["127.0.0.1", str(server.plain_port), ""]
    return [sys.executable, script, *where]


def floor(command):
    _, _, output = measure.timed(command, dict(os.environ))
    # From connecting on: an interpreter's start is no part of the floor.
    seconds, size = output.split()
    return float(seconds), f"{int(size) / 1e6:.1f} MB"


def program(command, state):
    wall, peak, output = measure.timed(command, measure.environment(state))
    return wall, f"peak {peak:.1f} MB, {len(output.splitlines())} cases"


def report(times, notes, options):
    print(f"{'TLS' if options.tls else 'plaintext'}, median of {options.rounds} rounds:")
    for name, seconds in times.items():
        rate = options.messages / statistics.median(seconds)
        print(f"  {name:15} {measure.summary(seconds, 's')}, {rate:.0f} mails/s, {notes[name]}")
    if "afterword scan" in times:
        ours = statistics.median(times["afterword scan"])
        for name in ("raw text", "raw full"):
            print(f"  afterword scan / {name}: {ours / statistics.median(times[name]):.2f}")


if __name__ == "__main__":
    main()
