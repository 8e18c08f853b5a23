"""Writes optimizers.txt: what PyTorch's optimisers do in a few steps, in double precision.

    python3 -m venv /tmp/torch-venv && /tmp/torch-venv/bin/pip install torch
    /tmp/torch-venv/bin/python optimizers.py > optimizers.txt

The loss of step t is Σ cᵢ(t) pᵢ + dᵢ pᵢ² / 2 with the numbers below, so that whoever reads the
fixture can compute the gradients without PyTorch. A line is a case and the parameters after each step.
"""

import torch

START = [0.5, -1.25, 2.0]
STEPS = 5

CASES = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05),
    "sgd momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "sgd nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01),
    "rmsprop decay": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-4, weight_decay=0.05),
    "adam": lambda p: torch.optim.Adam(p, lr=0.02),
    "adam decay": lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.8, 0.95), eps=1e-4, weight_decay=0.05),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.02),
    "adamw decay": lambda p: torch.optim.AdamW(p, lr=0.02, betas=(0.8, 0.95), weight_decay=0.2),
    "sgd clip norm": (lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), 0.75, None),
    "adam clip value": (lambda p: torch.optim.Adam(p, lr=0.02), None, 0.25),
    "sgd step": (lambda p: torch.optim.SGD(p, lr=0.1), None, None, lambda o: torch.optim.lr_scheduler.StepLR(o, 2, 0.3)),
    "adam cosine": (lambda p: torch.optim.Adam(p, lr=0.02), None, None,
                    lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 5, 0.001)),
}


def coefficients(step):
    return torch.tensor([0.3 - 0.2 * step, 0.1 * step, -0.4], dtype=torch.float64)


CURVATURE = torch.tensor([1.0, 0.25, 0.5], dtype=torch.float64)

for name, case in CASES.items():
    make, norm, value, scheduler = (case if isinstance(case, tuple) else (case,)) + (None,) * (
        4 - len(case) if isinstance(case, tuple) else 3)
    p = torch.nn.Parameter(torch.tensor(START, dtype=torch.float64))
    optimizer = make([p])
    schedule = scheduler(optimizer) if scheduler else None
    numbers = []
    for step in range(STEPS):
        optimizer.zero_grad()
        (coefficients(step) @ p + (CURVATURE * p * p).sum() / 2).backward()
        if norm:
            torch.nn.utils.clip_grad_norm_([p], norm)
        if value:
            torch.nn.utils.clip_grad_value_([p], value)
        optimizer.step()
        if schedule:
            schedule.step()
        numbers += p.tolist()
    print(name + ":", " ".join(repr(number) for number in numbers))
