"""From the arrival of a rejection to its draft, and the memory of the waiting program."""

import argparse
import os
import signal
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import measure
from client import Client
from server import Dovecot

PATIENCE = 60.0  # seconds

# Dovecot holds its news of a change back for half a second, in each session for
# itself, and sends what comes meanwhile along. Only after a longer silence does
# every session begin alike.
SILENCE = 1.5  # seconds

MAIL = """\
Message-ID: <{number}.{seed}@company{number}.example>
From: Jo Park <jo.park@company{number}.example>
To: Ann Example <ann@example.org>
Subject: Your application at Company {number}
Date: Mon, 16 Nov 2026 09:30:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Ann,

Thank you for your application for the position of Data Engineer at Company
{number}. After careful consideration we have decided not to move forward with
your application.

Kind regards,
Jo Park
"""


def main():
    options = arguments()
    binary = None if options.floor_only else measure.find_binary(options.binary)
    with tempfile.TemporaryDirectory(prefix="afterword-bench-") as scratch:
        scratch = Path(scratch)
        scratch.chmod(0o755)
        maildir = scratch / "mail" / "ann" / "Maildir"
        for part in ("cur", "new", "tmp"):
            (maildir / part).mkdir(parents=True)
        with Dovecot(scratch, scratch / "mail") as server:
            if binary is None:
                arrivals(server, maildir, options.mails, wait_for_drafts=False)
            else:
                with_program(server, scratch, maildir, binary, options.mails)


def arguments():
    parser = argparse.ArgumentParser(prog="benches/backlog/run latency")
    parser.add_argument("--binary", default=measure.default_binary())
    parser.add_argument("--mails", type=int, default=10)
    parser.add_argument("--floor-only", action="store_true", help="only the raw client")
    return parser.parse_args()


def with_program(server, scratch, maildir, binary, mails):
    config = server.write_config(scratch / "client", tls=True)
    log = (scratch / "log").open("w+")
    process = subprocess.Popen([str(binary), "run", str(config)], stdin=subprocess.DEVNULL,
                               stdout=log, stderr=log,
                               env=measure.environment(scratch / "state"))
    try:
        settle(process)
        show_memory("before the first mail", process.pid)
        arrivals(server, maildir, mails, wait_for_drafts=True)
        settle(process)
        show_memory(f"after {mails + 1} drafts", process.pid)
    except (SystemExit, KeyboardInterrupt):
        log.seek(0)
        print("the program said:\n" + log.read())
        raise
    finally:
        began = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        process.wait()
        print(f"stopped in {time.perf_counter() - began:.3f} s, exit code {process.returncode}")


def arrivals(server, maildir, mails, wait_for_drafts):
    """Delivers one rejection after the other, each when the one before it is answered."""
    inbox, drafts, sender = (Client("127.0.0.1", server.plain_port) for _ in range(3))
    inbox.command("SELECT INBOX")
    drafts.command("SELECT Drafts")
    inbox.idle()
    drafts.idle()
    noticed, stored, shown = [], [], []
    # The first mail only shows that everybody is awake.
    for number in range(1, mails + 2):
        time.sleep(SILENCE)
        before = filed(maildir)
        mail = MAIL.format(number=number, seed=os.getpid()).replace("\n", "\r\n").encode()
        left = sender.append("INBOX", mail)
        deadline = left + PATIENCE
        times = [moment(inbox.exists(number, deadline), left, "the raw client saw no mail")]
        if wait_for_drafts:
            while (now := filed(maildir)) == before and time.perf_counter() < deadline:
                time.sleep(0.001)
            written = time.perf_counter() if now != before else None
            times.append(moment(written, left, "no draft was filed"))
            times.append(moment(drafts.exists(number, deadline), left, "no draft was shown"))
        if number > 1:
            for values, value in zip((noticed, stored, shown), times):
                values.append(value)
    print(f"from the last byte of a delivery, median of {mails} mails:")
    print(f"  a raw client in IDLE hears of the mail  {measure.summary(noticed, 'ms', 1)}")
    if wait_for_drafts:
        print(f"  the draft is on the server's disk       {measure.summary(stored, 'ms', 1)}")
        print(f"  a raw client in IDLE hears of the draft {measure.summary(shown, 'ms', 1)}")
        ratio = statistics.median(stored) / statistics.median(noticed)
        print(f"  draft on disk / raw IDLE: {ratio:.2f}")


def moment(at, left, complaint):
    if at is None:
        raise SystemExit(f"{complaint} within {PATIENCE:.0f} s")
    return (at - left) * 1000


def filed(maildir):
    """How many messages lie in Drafts."""
    folders = [maildir / ".Drafts" / part for part in ("new", "cur")]
    return sum(len(os.listdir(folder)) for folder in folders if folder.exists())


def settle(process):
    """Waits until the program's memory has not changed for two seconds."""
    deadline = time.monotonic() + PATIENCE
    last, since = None, time.monotonic()
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"the program ended with exit code {process.returncode}")
        now = measure.memory(process.pid).get("VmRSS")
        if now != last:
            last, since = now, time.monotonic()
        if time.monotonic() - since > 2:
            return
        time.sleep(0.1)


def show_memory(when, pid):
    status, sums = measure.memory(pid), measure.rollup(pid)
    private = sums["Private_Clean"] + sums["Private_Dirty"]
    print(f"memory {when}: resident {status['VmRSS'] / 1024:.1f} MB (peak "
          f"{status['VmHWM'] / 1024:.1f}), proportional {sums['Pss'] / 1024:.1f} MB, "
          f"private {private / 1024:.1f} MB")


if __name__ == "__main__":
    main()
