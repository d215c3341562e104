/** src/training/tasks/ridge.ts in Python. */
export const ridge = `
def make_data(seed):
    """y = 20 true weights times 20 features, plus noise: 30 rows to learn from, 400 to validate with, y last."""
    random = Random(seed, purpose=1)
    direction = [random.normal() for _ in range(20)]
    true_weights = [value / math.hypot(*direction) for value in direction]

    def row():
        features = [random.normal() for _ in true_weights]
        return features + [sum(x * w for x, w in zip(features, true_weights)) + random.normal()]

    training = [row() for _ in range(30)]
    validation = [row() for _ in range(400)]
    return torch.tensor(training), torch.tensor(validation)
`;
