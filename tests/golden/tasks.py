"""The two tasks: their data by seed, drawn from the same streams as src/training/tasks/ draws them."""

import math

from random_stream import RandomStream

LOSS_FACTOR = {"curve": 1, "ridge": 0.5}
# Of the first layer. The bot may tune its own without a word here: each run carries its start with it.
START_WIDTH = {"curve": 2, "ridge": 1}
FEATURES = {"curve": 1, "ridge": 20}
LINEAR_BIAS = {"curve": True, "ridge": False}

# Of ridge's 400 validation samples the first 40: the file stays small, and the rest would prove nothing more.
RIDGE_VALIDATION = 40


def draw(task, seed):
    """Rows of features and targets, for training and for validation."""
    return {"curve": draw_curve, "ridge": draw_ridge}[task](RandomStream(seed, "data"))


def draw_curve(random):
    def sample(x):
        return [x], math.sin(1.5 * math.pi * x) + 0.3 * random.normal()

    return {
        "training": columns([sample(2 * (index + random.uniform()) / 20 - 1) for index in range(20)]),
        "validation": columns([sample((2 * index + 1) / 200 - 1) for index in range(200)]),
    }


def draw_ridge(random):
    direction = [random.normal() for _ in range(20)]
    length = math.hypot(*direction)
    weights = [value / length for value in direction]

    def sample():
        features = [random.normal() for _ in weights]
        return features, sum(x * w for x, w in zip(features, weights)) + random.normal()

    return {
        "training": columns([sample() for _ in range(30)]),
        "validation": columns([sample() for _ in range(RIDGE_VALIDATION)]),
    }


def columns(samples):
    return {"inputs": [features for features, _ in samples], "targets": [target for _, target in samples]}


def draw_start(task, widths, bias, seed):
    """Uniform within ±1/√inputs, the first layer wider by the task's factor; each layer's weights, then its biases."""
    random = RandomStream(seed, "start")
    start = []
    for depth, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        bound = (START_WIDTH[task] if depth == 0 else 1) / math.sqrt(inputs)
        count = inputs * outputs + (outputs if bias else 0)
        start += [bound * (2 * random.uniform() - 1) for _ in range(count)]
    return start
