"""Times, memory and medians."""

import os
import statistics
import subprocess
import threading
import time
from pathlib import Path


def timed(command, environment):
    """Runs a command to its end: (wall seconds, peak MB, standard output)."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    # What wait4 calls the peak includes this interpreter before the exec, so
    # the program's own is read while it runs.
    peak = [0]
    ended = threading.Event()

    def watch():
        while not ended.wait(0.01):
            peak[0] = max(peak[0], memory(process.pid).get("VmHWM", 0))

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, errors = process.communicate()
    wall = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))}: exit code {process.returncode}\n"
                         f"{errors.decode(errors='replace')}")
    return wall, peak[0] / 1024, output


def memory(pid):
    """The memory lines of /proc/PID/status, in KB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.split(":", 1) for line in lines if line.startswith("Vm") or "Rss" in line[:5])
    return {name: int(value.split()[0]) for name, value in pairs}


def rollup(pid):
    """The sums of /proc/PID/smaps_rollup, in KB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}


def summary(values, unit, digits=3):
    """`median (smallest to largest)` in words."""
    median = statistics.median(values)
    return (f"{median:.{digits}f} {unit} (from {min(values):.{digits}f} to "
            f"{max(values):.{digits}f})")


def environment(state: Path):
    """An environment of its own for the program, so that it reads no one's settings."""
    state.mkdir(parents=True, exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(state), "STATE_DIRECTORY": str(state),
            "TZ": "UTC", "LC_ALL": "C.UTF-8"}


def default_binary():
    return Path(__file__).resolve().parents[2] / "target/release/afterword"


def find_binary(path):
    path = Path(path).resolve()
    if not path.exists():
        raise SystemExit(f"{path} is not there; build it with `cargo build --release` or name "
                         "another with --binary")
    return path
