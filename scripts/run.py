"""Start every process that Procfile.dev names, say when they answer, and end them together on Ctrl-C.

A process that ends by itself is reported and the others go on: the dashboard has to stand on its own feet while the
API is away, and this is how one looks at that. When the web process ends, everything does.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PORT = os.environ.get("PORT", "5000")
SANDBOX_PORT = os.environ.get("SANDBOX_PORT", "5001")
DASHBOARD = f"http://127.0.0.1:{PORT}"
MUST_ANSWER = (f"{DASHBOARD}/healthz", f"http://127.0.0.1:{SANDBOX_PORT}/_sandbox/state")
PATIENCE_SECONDS = 60
PROCESS_ENDS_WITHIN_SECONDS = 10


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - only the two addresses above
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def commands() -> dict[str, str]:
    lines = (ROOT / "Procfile.dev").read_text().splitlines()
    return {name: command.strip() for name, command in (line.split(":", 1) for line in lines if line)}


def start(command: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["/bin/sh", "-c", f"exec {command}"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,  # Ctrl-C reaches this script alone, which then ends the processes in order
    )


def watch(processes: dict[str, subprocess.Popen[bytes]]) -> int:
    """Return when the web process has ended, with its exit code; report the end of any other."""
    waiting_for = list(MUST_ANSWER)
    deadline = time.monotonic() + PATIENCE_SECONDS
    ended: set[str] = set()
    while (code := processes["web"].poll()) is None:
        if waiting_for:
            waiting_for = [url for url in waiting_for if not answers(url)]
            if not waiting_for:
                print(f"\n  Frontdesk is ready: {DASHBOARD}   (Ctrl-C ends it)\n", flush=True)
            elif time.monotonic() > deadline:
                print(f"No answer from {' and '.join(waiting_for)}; see the messages above.", file=sys.stderr)
                return 1
        for name, process in processes.items():
            if name not in ended and process.poll() is not None:
                ended.add(name)
                print(f"The {name} process ended with code {process.returncode}; the others go on.", flush=True)
        time.sleep(0.1)
    print(f"The web process ended with code {code}.", file=sys.stderr)
    return code or 1


def end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    running = [process for process in processes.values() if process.poll() is None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(PROCESS_ENDS_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def main() -> int:
    if taken := [url for url in MUST_ANSWER if answers(url)]:
        print(f"Something answers already at {' and '.join(taken)}.", file=sys.stderr)
        print("Stop it, or choose other ports: make run PORT=5100 SANDBOX_PORT=5101", file=sys.stderr)
        return 1
    environment = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "PORT": PORT,
        "SANDBOX_PORT": SANDBOX_PORT,
        "WEB_CONCURRENCY": os.environ.get("WEB_CONCURRENCY", "1"),  # one person tries it out, and waits for it
        "PYTHONUNBUFFERED": "1",
    }
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    named = commands()
    # The sandbox starts while the database is migrated, which the others need.
    processes = {"sandbox": start(named.pop("sandbox"), environment)}
    try:
        migrate = [BIN / "flask", "--app", "webapp", "database", "upgrade"]
        if code := subprocess.run(migrate, cwd=ROOT, env=environment, check=False).returncode:
            return code  # the command has said why
        processes |= {name: start(command, environment) for name, command in named.items()}
        return watch(processes)
    except KeyboardInterrupt:
        return 0
    finally:
        end(processes)


if __name__ == "__main__":
    sys.exit(main())
