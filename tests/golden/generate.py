"""
Trains the experiments of cases.py with PyTorch in float64 and writes what came out to pytorch.json, beside this file.
Run it with any Python that has torch, 1.13 or later (Debian's python3-torch gives the system Python one):

    /usr/bin/python3 tests/golden/generate.py

The nets are torch.nn's, the gradients autograd's, the updates torch.optim's and the schedules lr_scheduler's.
"""

import json
import math
import pathlib

import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, OneCycleLR, SequentialLR

from cases import CASES
from random_stream import RandomStream
from tasks import FEATURES, LINEAR_BIAS, LOSS_FACTOR, START_WIDTH, draw, draw_start

SERIES = ("steps", "dataLoss", "penalty", "validationLoss", "weightLength")


class SGDW(torch.optim.SGD):
    """SGD with the decay taken out of the gradient, as AdamW is to Adam; torch.optim has none."""

    def __init__(self, groups, **settings):
        super().__init__(groups, **settings)
        self.decays = [group["weight_decay"] for group in self.param_groups]
        for group in self.param_groups:
            group["weight_decay"] = 0

    @torch.no_grad()
    def step(self, closure=None):
        for group, decay in zip(self.param_groups, self.decays):
            for parameter in group["params"]:
                parameter.mul_(1 - group["lr"] * decay)
        return super().step(closure)


def create_model(experiment):
    widths = [FEATURES[experiment["task"]], *experiment["hidden"], 1]
    bias = len(widths) > 2 or LINEAR_BIAS[experiment["task"]]
    activation = {"tanh": nn.Tanh, "relu": nn.ReLU}[experiment["activation"]]
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs, bias=bias), activation()]
    return nn.Sequential(*layers[:-1]), widths, bias


def create_optimizer(experiment, decayed, spared):
    groups = [{"params": decayed, "weight_decay": experiment["wd"]}]
    if spared:
        groups.append({"params": spared, "weight_decay": 0})
    lr, name = experiment["lr"], experiment["optimizer"]
    if name == "adam":
        return torch.optim.Adam(groups, lr=lr)
    if name == "adamw":
        return torch.optim.AdamW(groups, lr=lr)
    kind = {"sgd": torch.optim.SGD, "sgdw": SGDW}[name]
    return kind(groups, lr=lr, momentum=experiment["momentum"], nesterov=experiment["nesterov"])


def create_schedule(experiment, optimizer):
    name, steps = experiment["schedule"], experiment["steps"]
    if name == "cosine":
        return CosineAnnealingLR(optimizer, T_max=steps)
    if name == "warmup-cosine":
        warmup = math.ceil(steps / 10)
        rise = LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
        return SequentialLR(optimizer, [rise, CosineAnnealingLR(optimizer, T_max=steps - warmup)], [warmup])
    if name == "one-cycle":
        return OneCycleLR(optimizer, max_lr=experiment["lr"], total_steps=steps, cycle_momentum=False)
    return None


def batches(experiment, seed, count):
    """Sample numbers of each step, for ever; None for all of them."""
    if experiment["batch"] == "all":
        while True:
            yield None
    random = RandomStream(seed, "batches")
    order = list(range(count))
    while True:
        random.shuffle(order)
        for first in range(0, count, experiment["batch"]):
            yield order[first : first + experiment["batch"]]


def recorded_steps(steps):
    points = min(200, steps + 1)
    return {math.floor(steps * (index / (points - 1)) ** 2 + 0.5) for index in range(points)}


def run(case, data):
    experiment, seed = case["experiment"], case["seed"]
    model, widths, bias = create_model(experiment)
    start = draw_start(experiment["task"], widths, bias, seed)
    vector_to_parameters(torch.tensor(start), model.parameters())
    spares = lambda name: name.endswith("bias") and not experiment["decayBiases"]
    decayed = [parameter for name, parameter in model.named_parameters() if not spares(name)]
    spared = [parameter for name, parameter in model.named_parameters() if spares(name)]
    optimizer = create_optimizer(experiment, decayed, spared)
    schedule = create_schedule(experiment, optimizer)
    tensors = {name: (torch.tensor(part["inputs"]), torch.tensor(part["targets"])) for name, part in data.items()}
    inputs, targets = tensors["training"]
    mean_square = nn.MSELoss()
    loss_of = lambda x, y: LOSS_FACTOR[experiment["task"]] * mean_square(model(x).squeeze(1), y)
    recorded = {series: [] for series in SERIES}

    @torch.no_grad()
    def record(step):
        squares = sum((parameter**2).sum() for parameter in decayed)
        length = parameters_to_vector(model.parameters()).norm()
        penalty = experiment["wd"] / 2 * squares if experiment["wd"] else torch.tensor(0.0)
        numbers = [loss_of(*tensors["training"]), penalty, loss_of(*tensors["validation"]), length]
        entry = [step, *(number.item() for number in numbers)]
        if not all(math.isfinite(number) for number in entry):
            return False
        for series, number in zip(SERIES, entry):
            recorded[series].append(number)
        return True

    def train():
        """The first step whose loss is not a finite number, or None."""
        order = batches(experiment, seed, len(targets))
        records = recorded_steps(experiment["steps"])
        for step in range(experiment["steps"]):
            if step in records and not record(step):
                return step
            batch = next(order)
            loss = loss_of(inputs, targets) if batch is None else loss_of(inputs[batch], targets[batch])
            if not math.isfinite(loss.item()):
                return step
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if schedule and step + 1 < experiment["steps"]:
                schedule.step()
        return None if record(experiment["steps"]) else experiment["steps"]

    diverged_at = train()
    final = parameters_to_vector(model.parameters()).tolist() if diverged_at is None else None
    return {**case, "start": start, **recorded, "finalWeights": final, "divergedAt": diverged_at}


def main():
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    data, runs = {}, []
    for case in CASES:
        task, seed = case["experiment"]["task"], case["seed"]
        key = f"{task} {seed}"
        data.setdefault(key, draw(task, seed))
        runs.append(run(case, data[key]))
        print(f"{case['name']}: {runs[-1]['dataLoss'][-1]:.4g}, diverged at {runs[-1]['divergedAt']}")
    target = pathlib.Path(__file__).with_name("pytorch.json")
    # One line a run, so that a change shows which run it touched.
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in runs)
    head = {"torch": torch.__version__, "startWidth": START_WIDTH, "data": data}
    target.write_text(f'{json.dumps(head, separators=(",", ":"))[:-1]},\n"runs":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
