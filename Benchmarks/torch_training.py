"""The work of `Training` in PyTorch: reads lines `work seconds`, and answers each with `median least` seconds of a step."""

import sys
import time

import torch
from torch import nn
from torch.autograd import gradcheck

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


def forward_backward(layer, shape, dtype=torch.float32, is_first=False):
    layer = layer.to(dtype)
    x = torch.randn(shape, dtype=dtype, requires_grad=not is_first)
    cotangent = torch.randn_like(layer(x))

    def step():
        layer.zero_grad()
        x.grad = None
        layer(x).backward(cotangent)

    return step


def check(layer, shape):
    layer = layer.double()
    x = torch.randn(shape, dtype=torch.float64, requires_grad=True)

    # The parameters are leaves, which the check changes in place.
    def output(x, *_):
        y = layer(x)
        return y[0] if isinstance(y, tuple) else y

    return lambda: gradcheck(output, (x, *layer.parameters()))


class Network(nn.Module):
    def __init__(self, recurrent, outputs, is_last_step_only):
        super().__init__()
        self.recurrent = recurrent
        self.output = nn.Linear(recurrent.hidden_size, outputs)
        self.is_last_step_only = is_last_step_only

    def forward(self, x):
        y, _ = self.recurrent(x)
        return self.output(y[:, -1] if self.is_last_step_only else y).flatten(0, -2)


def training(kind, sizes, outputs, shape, optimizer=torch.optim.SGD, is_last_step_only=True, batches=1):
    network = Network(kind(*sizes, batch_first=True), outputs, is_last_step_only)
    optimizer = optimizer(network.parameters(), lr=1e-3)
    loss = nn.CrossEntropyLoss()
    inputs = [torch.rand(shape) * 2 - 1 for _ in range(batches)]
    labels = torch.arange(shape[0] * (1 if is_last_step_only else shape[1])) % outputs

    def step():
        for x in inputs:
            optimizer.zero_grad()
            loss(network(x), labels).backward()
            optimizer.step()

    return step


WORK = {
    "conv1d": lambda: forward_backward(nn.Conv1d(2, 1, 3, stride=2, bias=False), (1, 2, 5), torch.float64),
    "conv1d-check": lambda: check(nn.Conv1d(2, 1, 3, stride=2, bias=False), (1, 2, 5)),
    "lstm-check": lambda: check(nn.LSTM(4, 3, batch_first=True), (1, 6, 4)),
    "conv2d-first": lambda: forward_backward(nn.Conv2d(1, 16, 5), (64, 1, 28, 28), is_first=True),
    "conv2d-14": lambda: forward_backward(nn.Conv2d(16, 32, 3), (64, 16, 14, 14)),
    "conv2d-32": lambda: forward_backward(nn.Conv2d(64, 64, 3), (32, 64, 32, 32)),
    "lstm-8": lambda: training(nn.LSTM, (8, 4), 4, (32, 105, 8)),
    "lstm-128": lambda: training(nn.LSTM, (8, 128), 4, (32, 105, 8)),
    "lstm-28": lambda: training(nn.LSTM, (28, 128), 10, (64, 28, 28)),
    "gru-echo": lambda: training(nn.GRU, (27, 128), 27, (64, 15, 27), torch.optim.Adam, is_last_step_only=False),
    "temporal-order": lambda: training(nn.LSTM, (8, 12), 4, (32, 81, 8), torch.optim.RMSprop, batches=31),
}


def measure(step, total):
    samples = []
    while sum(samples) < total or len(samples) < 3:
        start = time.perf_counter()
        step()
        samples.append(time.perf_counter() - start)
    samples.sort()
    return samples[len(samples) // 2], samples[0]


def main():
    prepared = {}
    for line in sys.stdin:
        name, seconds = line.split()
        if name not in prepared:
            prepared[name] = WORK[name]()
            for _ in range(3):
                prepared[name]()
        print(*measure(prepared[name], float(seconds)), flush=True)


main()
