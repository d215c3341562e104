"""
The experiments that PyTorch and Halflife both train, in the words of src/training/experiment.ts.

None of them trains so close to the edge of stability that it is chaotic: there a start moved by its last bit ends
elsewhere by 1e-5 (nesterov with warmup-cosine, lr=0.1, seed=2 does), and two right programs cannot agree.
"""

DEFAULTS = dict(
    task="curve",
    hidden=[16],
    activation="tanh",
    optimizer="sgd",
    momentum=0.9,
    nesterov=False,
    lr=0.05,
    wd=0.01,
    decayBiases=True,
    schedule="constant",
    batch="all",
    steps=600,
    seeds=1,
)


def case(name, seed=1, **settings):
    return dict(name=name, seed=seed, experiment={**DEFAULTS, **settings})


CURVE = dict(hidden=[32, 32], steps=3000)
ADAM = dict(optimizer="adam", momentum=0, lr=0.01)
ADAMW = dict(optimizer="adamw", momentum=0, lr=0.01)
RIDGE = dict(task="ridge", hidden=[], lr=0.1, momentum=0, steps=500)

CASES = [
    # The bot's default, at full length.
    case("curve, the default", **CURVE),
    case("curve, without decay", **CURVE, wd=0),
    case("curve, collapsed by decay", **CURVE, wd=0.1),
    # Each optimizer without decay, with some and with much, on nets of different depth, width and activation.
    case("sgd plain, no decay", momentum=0, wd=0),
    case("sgd plain, some decay, relu", momentum=0, wd=0.01, activation="relu", seed=2),
    case("sgd plain, much decay", momentum=0, wd=0.5, hidden=[5, 3], seed=3),
    case("sgd momentum, no decay, relu", wd=0, activation="relu", hidden=[9, 4], lr=0.02, seed=4),
    case("sgd momentum, some decay, three layers", hidden=[5, 3, 7], lr=0.03, seed=5),
    case("sgd momentum, much decay", wd=1, momentum=0.5, hidden=[7], seed=6),
    case("sgd nesterov, no decay", nesterov=True, wd=0, seed=7),
    case("sgd nesterov, some decay, relu, three layers", nesterov=True, activation="relu", hidden=[11, 6, 3], lr=0.02),
    case("sgd nesterov, much decay", nesterov=True, wd=0.3, momentum=0.8, hidden=[13, 5], seed=2),
    case("adam, no decay", **ADAM, wd=0, hidden=[15, 9], seed=3),
    case("adam, some decay, relu", **ADAM, activation="relu", hidden=[10, 10], seed=4),
    case("adam, much decay", **ADAM, wd=1, seed=5),
    case("adamw, no decay, three layers", **{**ADAMW, "lr": 0.005}, wd=0, hidden=[3, 8, 5], seed=6),
    case("adamw, some decay", **ADAMW, wd=0.1, seed=7),
    case("adamw, much decay, relu", **ADAMW, wd=10, activation="relu", hidden=[9], seed=8),
    case("sgdw plain, some decay", optimizer="sgdw", momentum=0, hidden=[6, 6]),
    case("sgdw momentum, no decay", optimizer="sgdw", wd=0, seed=2),
    case("sgdw momentum, some decay, relu", optimizer="sgdw", activation="relu", hidden=[12, 5], lr=0.02, seed=3),
    case("sgdw nesterov, much decay", optimizer="sgdw", nesterov=True, wd=0.5, hidden=[9, 9, 9], seed=4),
    # Mini-batches: even, with a short last one, one sample at a time.
    case("mini-batches of 5", batch=5, lr=0.02, seed=2),
    case("mini-batches of 7, the last of 6", batch=7, **ADAMW, activation="relu", hidden=[9, 5], seed=3),
    case("one sample at a time", batch=1, lr=0.01, momentum=0.5, seed=4),
    case("mini-batches of ridge", **{**RIDGE, "momentum": 0.9, "lr": 0.01}, batch=8, seed=5),
    # Schedules; the shrinking of a decoupled decay follows them.
    case("cosine", schedule="cosine", steps=1000),
    case("cosine, adamw", schedule="cosine", **ADAMW, wd=0.5, seed=2),
    case("warmup-cosine, nesterov", schedule="warmup-cosine", nesterov=True, seed=3),
    case("warmup-cosine, sgdw, odd length", schedule="warmup-cosine", optimizer="sgdw", wd=0.1, steps=777, seed=4),
    case("one-cycle", schedule="one-cycle", lr=0.1, steps=1000, seed=5),
    case("one-cycle, adam, mini-batches", schedule="one-cycle", **ADAM, batch=6, steps=701, seed=6),
    # Biases spared, by parameter groups.
    case("biases spared, sgd", decayBiases=False, wd=0.1, seed=7),
    case("biases spared, adamw, relu", decayBiases=False, **ADAMW, wd=1, activation="relu", hidden=[8, 3], seed=8),
    case("biases spared, sgdw, cosine", decayBiases=False, optimizer="sgdw", wd=0.2, schedule="cosine"),
    # Linear models, and the loss with a half.
    case("line with a bias", hidden=[], lr=0.1, momentum=0, wd=0.1),
    case("line with a bias spared", hidden=[], lr=0.1, momentum=0.9, wd=1, decayBiases=False, seed=2),
    case("ridge at its best decay", **RIDGE, wd=2 / 3),
    case("ridge, no decay, adam", **{**RIDGE, "optimizer": "adam"}, wd=0, seed=2),
    case("ridge features through a hidden layer", task="ridge", hidden=[7], wd=0.05, seed=3),
    # Beyond the stability edge.
    case("ridge, diverging", **{**RIDGE, "lr": 1.2, "steps": 3000}, wd=2 / 3, seed=3),
    case("curve, diverging within steps, relu", activation="relu", lr=20, wd=0),
]
