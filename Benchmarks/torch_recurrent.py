"""Prints what Tests/NumericCoreTests/Layers/TorchRecurrentTests.swift compares the recurrent layers with."""

import torch
from torch import nn

torch.set_default_dtype(torch.float64)


def wave(shape, frequency, phase):
    count = torch.Size(shape).numel()
    return torch.sin(torch.arange(count) * frequency + phase).reshape(shape)


def numbers(tensor):
    return "[" + ", ".join(f"{x:.12f}" for x in tensor.flatten().tolist()) + "]"


layers = {
    "RNN, tanh": nn.RNN(2, 3, batch_first=True),
    "RNN, ReLU": nn.RNN(2, 3, nonlinearity="relu", batch_first=True),
    "LSTM": nn.LSTM(2, 3, batch_first=True),
    "GRU": nn.GRU(2, 3, batch_first=True),
}
for name, layer in layers.items():
    parameters = list(layer.parameters())
    for place, parameter in enumerate(parameters):
        parameter.data = wave(parameter.shape, 1.3, place + 0.5)
    x = wave([2, 3, 2], 0.7, 0.0).requires_grad_()
    y, _ = layer(x)
    (y * wave(y.shape, 1.0, 1.0)).sum().backward()
    weighted = [(t.grad * wave(t.shape, 1.0, 2.0)).sum() for t in [x] + parameters]
    print(name, numbers(y[:, -1]), numbers(torch.stack(weighted)), sep="\n  ")
