"""Median times of whole processes: checkmark, and the same checks in a PyTorch notebook."""

import json
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


def notebook(script, folder):
    """The script as the one cell of a notebook, and the command that runs it."""
    cell = {"cell_type": "code", "id": "checks", "metadata": {}, "execution_count": None, "outputs": [],
            "source": script.read_text()}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = folder / "checks.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))
    return [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--stdout", path]


def main():
    output = pathlib.Path(tempfile.mkdtemp())
    # Formulas that were set before are kept there.
    os.environ["XDG_CACHE_HOME"] = str(output)
    build = [CHECKMARK, "build", HOMEWORK, "--output", output]
    verify = median([CHECKMARK, "verify", HOMEWORK])
    cold = median(build, before=lambda: shutil.rmtree(output, ignore_errors=True))
    warm = median(build)
    shutil.rmtree(output, ignore_errors=True)
    script = ROOT / "Benchmarks/torch_checks.py"
    torch = median([sys.executable, script], runs=5)
    with tempfile.TemporaryDirectory() as folder:
        command = notebook(script, pathlib.Path(folder))
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        in_notebook = median(command, runs=5)
    rows = [
        ("checkmark verify", verify), ("checkmark build, cold", cold),
        ("checkmark build, warm", warm), ("the same, PyTorch script", torch),
        ("the same, PyTorch notebook", in_notebook),
    ]
    print(f"{os.cpu_count()} cores")
    for name, seconds in rows:
        print(f"{name:28} {seconds * 1000:8.1f} ms   {seconds / verify:7.1f} × verify")


if __name__ == "__main__":
    main()
