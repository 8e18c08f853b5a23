"""Times training against PyTorch and against OpenBLAS alone, as ratios of medians, and counts allocations.

Every process stays for the whole run, and in each round each of them is asked for each piece of work in turn: what else the
machine does at a time hits all of them.
"""

import collections
import os
import pathlib
import platform
import statistics
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent
OURS = FOLDER / "Training/.build/release/Training"
ROUNDS = int(os.environ.get("ROUNDS", "9"))
SECONDS = os.environ.get("SECONDS_EACH", "0.25")

# The name of the work, what it is (k: kernel, f: filters; single precision, forward and backward where nothing else is said), and
# the goal for our time / PyTorch's.
ROWS = [
    ("conv1d", "conv1d of the homework (2×5, kernel 3), forward and backward, double", 0.02),
    ("conv1d-check", "its whole gradient check", 0.02),
    ("lstm-check", "gradient check of an LSTM (4→3, 6 steps)", 0.02),
    ("conv2d-first", "conv2d 64×1×28×28 k5 f16", 0.5),
    ("conv2d-14", "conv2d 64×16×14×14 k3 f32", 1.0),
    ("conv2d-32", "conv2d 32×64×32×32 k3 f64", 1.0),
    ("lstm-8", "LSTM training step, batch 32, 105 steps, 8→4", 0.15),
    ("lstm-128", "the same, 8→128", 0.6),
    ("lstm-28", "the same, batch 64, 28 steps, 28→128", 0.8),
    ("gru-echo", "GRU echo step, batch 64, 15 steps, 27→128, Adam", 0.5),
    ("temporal-order", "one epoch of temporal order (LSTM 12, 31 batches of 32, 81 steps), RMSprop", 0.2),
]
# Floating-point operations of work that consists of products.
PRODUCTS = [
    ("product", "Linear 1024→1024, batch 1024, forward and gradient of the weights", 2 * 2 * 1024**3),
    ("linear", "Linear 512→512, batch 256", 3 * 2 * 256 * 512 * 512),
    ("conv2d-32", "conv2d 32×64×32×32 k3 f64", 3 * 2 * 32 * 30 * 30 * 64 * 64 * 9),
]
PART_OF_LIMIT = 0.7


class Worker:
    def __init__(self, *command):
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True)

    def line(self):
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.process.args} ended")
        return answer.strip()

    def measure(self, work):
        self.process.stdin.write(f"{work} {SECONDS}\n")
        self.process.stdin.flush()
        return [float(word) for word in self.line().split()]


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if os.path.exists("/proc/cpuinfo") else []:
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def run():
    """The median of each worker's medians of the rounds for each piece of work, and our allocations."""
    workers = {"ours": Worker(OURS)}
    for threads in (1, 2):
        workers[f"torch {threads}"] = Worker(sys.executable, FOLDER / "torch_training.py", threads)
        workers[f"limit {threads}"] = Worker(sys.executable, FOLDER / "openblas_limit.py", threads)
    kernel = [workers[f"limit {threads}"].line() for threads in (1, 2)][0]
    torch = subprocess.run(
        [sys.executable, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True, check=True)
    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; PyTorch {torch.stdout.strip()}; "
          f"OpenBLAS kernel {kernel}; {ROUNDS} rounds")
    samples, allocations = collections.defaultdict(list), {}
    jobs = [(row[0], name) for row in ROWS for name in ("ours", "torch 1", "torch 2")]
    jobs += [(row[0], "ours") for row in PRODUCTS if (row[0], "ours") not in jobs]
    jobs += [("sgemm", "limit 1"), ("sgemm", "limit 2")]
    for number in range(ROUNDS):
        for work, name in jobs:
            median, _, *counted = workers[name].measure(work)
            samples[work, name].append(median)
            allocations |= {work: counted[0]} if counted else {}
        print(f"round {number + 1}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
    return {key: statistics.median(medians) for key, medians in samples.items()}, allocations


def time(seconds):
    return f"{seconds * 1e6:.3g} µs" if seconds < 1e-3 else f"{seconds * 1e3:.3g} ms"


def main():
    times, allocations = run()
    print("\n| work | ours | PyTorch, 1 thread | 2 threads | ratio | goal | | allocations |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for work, text, goal in ROWS:
        ours, *torch = (times[work, name] for name in ("ours", "torch 1", "torch 2"))
        ratio = ours / min(torch)
        print(f"| {text} | {time(ours)} | {time(torch[0])} | {time(torch[1])} | {ratio:.2g} | {goal} | "
              f"{'✓' if ratio <= goal else '✗'} | {allocations[work]:g} |")
    limits = [2 * 1024**3 / times["sgemm", f"limit {threads}"] / 1e9 for threads in (1, 2)]
    print(f"\nOpenBLAS alone, sgemm of 1024³: {limits[0]:.0f} GFLOP/s with 1 thread, {limits[1]:.0f} with 2\n")
    print("| work | ours | of the limit | goal | |\n| --- | --- | --- | --- | --- |")
    for work, text, operations in PRODUCTS:
        speed = operations / times[work, "ours"] / 1e9
        part = speed / max(limits)
        print(f"| {text} | {speed:.0f} GFLOP/s | {part:.0%} | {PART_OF_LIMIT:.0%} | {'✓' if part >= PART_OF_LIMIT else '✗'} |")


if __name__ == "__main__":
    main()
