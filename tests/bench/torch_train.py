"""Trains in PyTorch what each line on stdin describes, and answers with the seconds it took.

A line is a JSON object: `threads`, `steps`, `lr`, `momentum`, `wd`, `activation`, `loss_factor`, `training` and
`validation` (each with `inputs`, samples × features, and `targets`), `records` (the steps before which both losses are
looked at, the last among them), and `layers` with the start of each (`weights`, outputs × inputs; `biases` or null).
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


def samples_of(part):
    return torch.tensor(part["inputs"]), torch.tensor(part["targets"]).unsqueeze(1)


def train(run):
    torch.set_num_threads(run["threads"])
    model = build(run)
    training, validation = samples_of(run["training"]), samples_of(run["validation"])
    mean_square = torch.nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=run["lr"], momentum=run["momentum"], weight_decay=run["wd"])
    records = set(run["records"])

    def loss_on(samples):
        inputs, targets = samples
        return run["loss_factor"] * mean_square(model(inputs), targets)

    def look():
        with torch.no_grad():
            return loss_on(training).item(), loss_on(validation).item()

    start = time.perf_counter()
    for step in range(run["steps"]):
        if step in records:
            look()
        optimizer.zero_grad()
        loss_on(training).backward()
        optimizer.step()
    final, _ = look()
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "loss": final}


for line in sys.stdin:
    print(json.dumps(train(json.loads(line))), flush=True)
