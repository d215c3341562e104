"""Trains in PyTorch what each line on stdin describes, and answers with the seconds its training loop took.

A line is a JSON object: `threads`, `steps`, `lr`, `momentum`, `wd`, `activation`, `loss_factor`, `inputs` (samples ×
features), `targets`, and `layers` with the start of each (`weights`, outputs × inputs; `biases` or null).
"""

import json
import sys
import time

import torch

torch.set_default_dtype(torch.float64)


def build(run):
    modules = []
    for depth, layer in enumerate(run["layers"]):
        weights = torch.tensor(layer["weights"])
        linear = torch.nn.Linear(weights.shape[1], weights.shape[0], bias=layer["biases"] is not None)
        with torch.no_grad():
            linear.weight.copy_(weights)
            if layer["biases"] is not None:
                linear.bias.copy_(torch.tensor(layer["biases"]))
        if depth > 0:
            modules.append(torch.nn.Tanh() if run["activation"] == "tanh" else torch.nn.ReLU())
        modules.append(linear)
    return torch.nn.Sequential(*modules)


def train(run):
    torch.set_num_threads(run["threads"])
    model = build(run)
    inputs = torch.tensor(run["inputs"])
    targets = torch.tensor(run["targets"]).unsqueeze(1)
    mean_square = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=run["lr"], momentum=run["momentum"], weight_decay=run["wd"])
    start = time.perf_counter()
    for _ in range(run["steps"]):
        optimizer.zero_grad()
        loss = run["loss_factor"] * mean_square(model(inputs), targets)
        loss.backward()
        optimizer.step()
    seconds = time.perf_counter() - start
    with torch.no_grad():
        final = run["loss_factor"] * mean_square(model(inputs), targets)
    return {"seconds": seconds, "loss": final.item(), "version": torch.__version__}


for line in sys.stdin:
    print(json.dumps(train(json.loads(line))), flush=True)
