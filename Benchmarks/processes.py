"""Median times of whole processes: checkmark, and the same checks as a PyTorch script."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).parent.parent
CHECKMARK = ROOT / ".build/release/checkmark"
HOMEWORK = ROOT / "homework/convolution.md"


def median(command, runs=20, before=lambda: None):
    times = []
    for _ in range(runs + 2):
        before()
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    return statistics.median(times[2:])


def main():
    output = pathlib.Path(tempfile.mkdtemp())
    build = [CHECKMARK, "build", HOMEWORK, "--output", output]
    verify = median([CHECKMARK, "verify", HOMEWORK])
    cold = median(build, before=lambda: shutil.rmtree(output, ignore_errors=True))
    warm = median(build)
    shutil.rmtree(output, ignore_errors=True)
    torch = median([sys.executable, ROOT / "Benchmarks/torch_checks.py"], runs=5)
    rows = [
        ("checkmark verify", verify), ("checkmark build, cold", cold),
        ("checkmark build, warm", warm), ("the same checks in PyTorch", torch),
    ]
    print(f"{os.cpu_count()} cores")
    for name, seconds in rows:
        print(f"{name:28} {seconds * 1000:8.1f} ms   {seconds / verify:7.1f} × verify")


if __name__ == "__main__":
    main()
