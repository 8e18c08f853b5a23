"""Writes what PyTorch's layers and losses compute, for ours to be compared with:

    python reference.py > reference.json

One case on a line. Inputs, parameters and cotangents are multiples of 1/64, so that they are the same numbers in
single and in double precision; what PyTorch computes of them is in double precision, with all its digits.
"""

import json
import random
import sys

import torch
from torch import nn


LAYERS = [
    ("Linear", nn.Linear(5, 3), [7, 5]),
    ("Linear on sequences, without bias", nn.Linear(4, 2, bias=False), [2, 3, 4]),
    ("Embedding", nn.Embedding(7, 3), [2, 5]),
    ("Conv1d", nn.Conv1d(2, 1, 3), [1, 2, 5]),
    ("Conv1d with everything", nn.Conv1d(4, 6, 3, stride=2, padding=3, dilation=2, groups=2), [3, 4, 11]),
    ("Conv2d", nn.Conv2d(3, 2, 3), [2, 3, 5, 7]),
    ("Conv2d, padded by as much as it takes", nn.Conv2d(2, 3, 3, padding=1), [2, 2, 5, 4]),
    ("Conv2d with strides", nn.Conv2d(1, 3, 5, stride=3, padding=2), [2, 1, 9, 11]),
    ("Conv2d, dilated", nn.Conv2d(2, 2, 3, dilation=2, padding=1), [1, 2, 7, 9]),
    ("Conv2d, channel by channel", nn.Conv2d(3, 6, 3, groups=3, bias=False), [2, 3, 5, 5]),
    ("Conv2d with everything", nn.Conv2d(4, 2, (3, 2), (2, 1), (2, 1), (1, 3), 2), [3, 4, 7, 5]),
    ("ConvTranspose1d", nn.ConvTranspose1d(3, 2, 4), [2, 3, 5]),
    ("ConvTranspose1d with everything",
     nn.ConvTranspose1d(4, 6, 3, stride=3, padding=2, output_padding=1, groups=2, dilation=2), [2, 4, 5]),
    ("ConvTranspose2d", nn.ConvTranspose2d(2, 3, 2, stride=2), [1, 2, 3, 5]),
    ("ConvTranspose2d with everything",
     nn.ConvTranspose2d(4, 2, (3, 2), (2, 3), (1, 0), (1, 2), 2, True, (1, 2)), [2, 4, 3, 5]),
    ("MaxPool1d", nn.MaxPool1d(3, stride=2, padding=1), [2, 3, 9]),
    ("MaxPool2d", nn.MaxPool2d(2), [2, 3, 5, 7]),
    ("MaxPool2d with everything", nn.MaxPool2d((3, 2), (2, 1), (1, 1), (2, 1)), [2, 2, 7, 5]),
    ("AvgPool1d", nn.AvgPool1d(3, stride=2, padding=1), [2, 3, 9]),
    ("AvgPool2d", nn.AvgPool2d(2), [2, 3, 5, 7]),
    ("AvgPool2d with everything", nn.AvgPool2d((3, 2), (2, 1), (1, 1)), [2, 2, 7, 5]),
    ("RNN, tanh", nn.RNN(3, 5, batch_first=True), [3, 7, 3]),
    ("RNN, ReLU", nn.RNN(3, 5, nonlinearity="relu", batch_first=True), [3, 7, 3]),
    ("LSTM", nn.LSTM(4, 3, batch_first=True), [3, 6, 4]),
    ("LSTM of one step", nn.LSTM(1, 5, batch_first=True), [1, 1, 1]),
    ("GRU", nn.GRU(4, 3, batch_first=True), [3, 6, 4]),
    ("LayerNorm", nn.LayerNorm(7), [3, 7]),
    ("LayerNorm over two axes", nn.LayerNorm([3, 5]), [2, 3, 5]),
    ("BatchNorm1d", nn.BatchNorm1d(5), [7, 5]),
    ("BatchNorm1d on sequences", nn.BatchNorm1d(3), [3, 3, 5]),
    ("BatchNorm1d, evaluation", nn.BatchNorm1d(5).eval(), [7, 5]),
    ("BatchNorm2d", nn.BatchNorm2d(3), [3, 3, 5, 2]),
    ("BatchNorm2d, evaluation", nn.BatchNorm2d(3).eval(), [3, 3, 5, 2]),
    ("ReLU", nn.ReLU(), [3, 7]),
    ("Tanh", nn.Tanh(), [3, 7]),
    ("Sigmoid", nn.Sigmoid(), [3, 7]),
    ("Softmax", nn.Softmax(-1), [3, 5]),
    ("LogSoftmax", nn.LogSoftmax(-1), [3, 5]),
]

LOSSES = [
    ("cross entropy", nn.CrossEntropyLoss(), [7, 5], "labels"),
    ("cross entropy, smooth labels", nn.CrossEntropyLoss(label_smoothing=0.1), [7, 5], "labels"),
    ("cross entropy of probabilities", nn.CrossEntropyLoss(), [7, 5], "probabilities"),
    ("cross entropy of probabilities, smooth", nn.CrossEntropyLoss(label_smoothing=0.1), [7, 5], "probabilities"),
    ("binary cross entropy", nn.BCEWithLogitsLoss(), [3, 7], "bits"),
    ("mean squared error", nn.MSELoss(), [3, 7], "numbers"),
]


def draw(rng, shape, low=-128, high=128):
    count = torch.Size(shape).numel()
    return torch.tensor([rng.randint(low, high) / 64 for _ in range(count)], dtype=torch.float64).reshape(shape)


def written(tensor):
    return {"shape": list(tensor.shape), "scalars": tensor.detach().flatten().tolist()}


def layer(name, module, shape):
    rng = random.Random(name)
    module = module.double()
    parameters = dict(module.named_parameters())
    buffers = {key: value for key, value in module.named_buffers() if value.dim() > 0}
    with torch.no_grad():
        for parameter in parameters.values():
            parameter.copy_(draw(rng, parameter.shape))
        for key, buffer in buffers.items():
            buffer.copy_(draw(rng, buffer.shape, low=16 if key.endswith("var") else -128))
    case = {"name": name, "parameters": {key: written(value) for key, value in parameters.items()}}
    case["buffers"] = [written(value) for value in buffers.values()]
    is_indices = isinstance(module, nn.Embedding)
    if is_indices:
        x = torch.tensor([rng.randrange(module.num_embeddings) for _ in range(torch.Size(shape).numel())])
        x = x.reshape(shape)
    else:
        x = draw(rng, shape).requires_grad_()
    y = module(x)
    y = y[0] if isinstance(y, tuple) else y
    cotangent = draw(rng, y.shape)
    y.backward(cotangent)
    case |= {"input": written(x), "output": written(y), "cotangent": written(cotangent)}
    if not is_indices:
        case["inputGradient"] = written(x.grad)
    case["gradients"] = {key: written(value.grad) for key, value in parameters.items()}
    case["buffersAfter"] = [written(value) for value in buffers.values()]
    return case


def target(rng, kind, shape):
    if kind == "labels":
        return torch.tensor([rng.randrange(shape[1]) for _ in range(shape[0])])
    if kind == "probabilities":
        # Sixty-fourths that add up to 1.
        rows = [[rng.randint(0, 64 // shape[1]) for _ in range(shape[1] - 1)] for _ in range(shape[0])]
        return torch.tensor([row + [64 - sum(row)] for row in rows], dtype=torch.float64) / 64
    return draw(rng, shape, low=0, high=64) if kind == "bits" else draw(rng, shape)


def loss(name, module, shape, kind):
    rng = random.Random(name)
    x = draw(rng, shape, -256, 256).requires_grad_()
    t = target(rng, kind, shape)
    value = module(x, t)
    value.backward()
    return {"name": name, "output": written(x), "target": written(t), "value": value.item(),
            "gradient": written(x.grad)}


def lines(cases):
    return ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)


def main():
    layers = lines(layer(*case) for case in LAYERS)
    losses = lines(loss(*case) for case in LOSSES)
    sys.stdout.write(f'{{"layers":[\n{layers}\n],"losses":[\n{losses}\n]}}\n')


main()
