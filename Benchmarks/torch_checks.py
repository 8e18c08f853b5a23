"""The answers of homework/convolution.md, checked with PyTorch as a course's notebook would."""

import itertools

import torch
import torch.nn.functional as F

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def sizes():
    for h, k, p, s, d in itertools.product(range(1, 9), range(1, 5), range(3), range(1, 4), range(1, 3)):
        if h + 2 * p < d * (k - 1) + 1:
            continue
        out = F.conv1d(torch.zeros(1, 1, h), torch.zeros(1, 1, k), stride=s, padding=p, dilation=d)
        assert out.shape[-1] == (h + 2 * p - d * (k - 1) - 1) // s + 1


def layer(channels, length):
    x = torch.randn(channels, length, requires_grad=True)
    w = torch.randn(1, channels, 3, requires_grad=True)

    def f(x, w):
        return F.conv1d(x[None], w, stride=2)[0]

    by_x, by_w = torch.autograd.functional.jacobian(f, (x, w))
    outputs = f(x, w).shape[1]
    for b, c, e in itertools.product(range(outputs), range(channels), range(3)):
        assert torch.isclose(by_w[0, b, 0, c, e], x[c, 2 * b + e])
    for b, c, n in itertools.product(range(outputs), range(channels), range(length)):
        tap = n - 2 * b
        assert torch.isclose(by_x[0, b, c, n], w[0, c, tap] if 0 <= tap <= 2 else torch.zeros(()))
    y = f(x, w)
    y.retain_grad()
    (y**2).sum().backward()
    for c, k in itertools.product(range(channels), range(3)):
        assert torch.isclose(w.grad[0, c, k], sum(y.grad[0, j] * x[c, 2 * j + k] for j in range(outputs)))
    assert torch.autograd.gradcheck(f, (x, w))


def images():
    x, w = torch.randn(2, 5, 4), torch.randn(2, 2, 3, 2, requires_grad=True)
    assert torch.autograd.gradcheck(lambda w: F.conv2d(x[None], w, stride=(2, 1)), (w,))


def pools():
    m = torch.tensor([[1.0, 1, 1, 0], [1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0]])
    for k in range(4):
        r = torch.rot90(m, k)[None, None]
        assert torch.equal(F.max_pool2d(r, 2), torch.ones(1, 1, 2, 2))
        assert F.avg_pool2d(r, 2).sum() == 2.25


sizes()
for channels, length in [(2, 5), (2, 5), (7, 11), (5, 7)]:
    layer(channels, length)
images()
pools()
