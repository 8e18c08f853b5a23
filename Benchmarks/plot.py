"""Median time to plot a CSV of a million rows as a whole process, that of the processor, and the size of the picture."""

import pathlib
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time

CHECKMARK = pathlib.Path(__file__).parent.parent / ".build/release/checkmark"
ROWS = 1_000_000
# Columns of the table, and what is drawn of it.
PLOTS = {
    "one line": "x: step\ny: loss\n",
    "two lines, smoothed": "x: step\ny: [loss, grad_norm]\ny-axis: log\nsmoothing: 0.99\n",
    "one line, marks": "x: step\ny: loss\nmarks: [first-above-start, spikes: {rise: 0.5}]\n",
    "three seeds as a band": "x: epoch\ny: loss\nseeds: band\n",
    "histogram": "kind: histogram\nx: grad_norm\nx-axis: log\n",
}


def write_table(path, seeded):
    """Noise with spikes, every number with as many digits as a training log has."""
    noise = random.Random(1)
    with path.open("w") as table:
        table.write("seed,epoch,loss\n" if seeded else "step,loss,grad_norm\n")
        for row in range(ROWS):
            loss = 1.4 / (1 + row % (ROWS // 3) / 1e5) + 0.1 * noise.random() + (noise.random() < 1e-4)
            if seeded:
                seed, epoch = divmod(row, -(-ROWS // 3))
                table.write(f"{seed},{epoch},{loss!r}\n")
            else:
                table.write(f"{row},{loss!r},{noise.lognormvariate(0, 1)!r}\n")


def processor_time():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_table(folder / "steps.csv", seeded=False)
        write_table(folder / "seeds.csv", seeded=True)
        for size in ("steps", "seeds"):
            print(f"{size}.csv: {(folder / f'{size}.csv').stat().st_size / 1e6:.1f} MB")
        for label, plot in PLOTS.items():
            table = "seeds" if "seeds" in plot else "steps"
            homework = folder / "plot.md"
            homework.write_text(f"```plot\ndata: {table}.csv\n{plot}```\n")
            times, work = [], []
            for _ in range(runs + 1):
                start, before = time.perf_counter(), processor_time()
                subprocess.run([CHECKMARK, "build", homework, "--output", folder / "out"], check=True,
                               stdout=subprocess.DEVNULL)
                times.append(time.perf_counter() - start)
                work.append(processor_time() - before)
            page = (folder / "out/plot.html").read_text()
            picture = len(re.search(r"<svg.*?</svg>", page, re.S).group().encode())
            print(f"{label:24} {statistics.median(times[1:]):6.3f} s  {statistics.median(work[1:]):6.3f} s CPU  {picture / 1000:6.1f} kB")


if __name__ == "__main__":
    main()
