"""Times the whole run on temporal order, ours and PyTorch's in turn, as a ratio.

    bash Benchmarks/run temporal_order

100 epochs of 31 batches of 32 sequences of moderate difficulty, drawn anew for each epoch, and 992 others evaluated after each;
LSTM 8→12 and a linear layer, RMSprop 1e-3, no clipping. Imports and the start of the processes are not counted. The random numbers
differ, and so do the runs: the last losses and accuracies say that both learn the task.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

OURS = pathlib.Path(__file__).parent / "Training/.build/release/Training"
ROUNDS = int(os.environ.get("ROUNDS", "3"))
EPOCHS, BATCHES, BATCH, STEPS = 100, 31, 32, 81


def draw(torch):
    """As many sequences as an epoch has, one-hot `[count, 81, 8]`, and their classes."""
    count = BATCHES * BATCH
    rows = torch.arange(count)
    length = torch.randint(60, 81, (count,))
    first, second = torch.randint(10, 21, (count,)), torch.randint(45, 55, (count,))
    symbols = torch.randint(2, 6, (count, STEPS))
    labels = torch.randint(0, 4, (count,))
    start = STEPS - length
    symbols[rows, start] = 6
    symbols[:, -1] = 7
    symbols[rows, start + first] = labels // 2
    symbols[rows, start + second] = labels % 2
    inputs = torch.nn.functional.one_hot(symbols, 8).float()
    inputs[torch.arange(STEPS) < start[:, None]] = 0
    return inputs, labels


def train(seed, threads):
    """Seconds, and the mean loss and accuracy of the last evaluation."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(8, 12, batch_first=True)
            self.output = nn.Linear(12, 4)

        def forward(self, x):
            return self.output(self.lstm(x)[0][:, -1])

    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    start = time.perf_counter()
    network, loss = Network(), nn.CrossEntropyLoss()
    optimizer = torch.optim.RMSprop(network.parameters(), lr=1e-3)
    for _ in range(EPOCHS):
        for x, labels in zip(*(part.split(BATCH) for part in draw(torch))):
            optimizer.zero_grad()
            loss(network(x), labels).backward()
            optimizer.step()
        total = hits = 0
        with torch.no_grad():
            for x, labels in zip(*(part.split(BATCH) for part in draw(torch))):
                output = network(x)
                total += loss(output, labels).item() / BATCHES
                hits += (output.argmax(1) == labels).sum().item()
    print(time.perf_counter() - start, total, hits / (BATCHES * BATCH))


def run(*command):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return [float(word) for word in result.stdout.split()]


def main():
    torch = subprocess.run(
        [sys.executable, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True, check=True)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; PyTorch {torch.stdout.strip()}; {ROUNDS} rounds")
    print("| run | seconds | last test loss | last test accuracy |\n| --- | --- | --- | --- |")
    seconds = {}
    for seed in range(1, ROUNDS + 1):
        for name, command in [
            ("ours", (OURS, "temporal-order-run", seed)),
            ("PyTorch, 1 thread", (sys.executable, __file__, seed, 1)),
            ("PyTorch, 2 threads", (sys.executable, __file__, seed, 2)),
        ]:
            time, loss, accuracy = run(*command)
            seconds.setdefault(name, []).append(time)
            print(f"| {name}, seed {seed} | {time:.2f} | {loss:.3g} | {accuracy:.1%} |", flush=True)
    ours, *others = (statistics.median(times) for times in seconds.values())
    ratio = ours / min(others)
    print(f"\nmedians: ours {ours:.2f} s (goal 5 s), {ratio:.2g} of PyTorch's {min(others):.2f} s (goal 0.25); "
          f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    train(int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else main()
