/** src/training/tasks/wide.ts in Python. */
export const wide = `
def make_data(seed):
    """y = 0.05 + 0.01 times the sum of 200 features, plus noise: 20 rows to learn from, 100 to validate with, y last."""
    random = Random(seed, purpose=1)

    def row():
        features = [random.normal() for _ in range(200)]
        return features + [0.05 + 0.01 * sum(features) + 0.01 * random.normal()]

    training = [row() for _ in range(20)]
    validation = [row() for _ in range(100)]
    return torch.tensor(training), torch.tensor(validation)
`;
