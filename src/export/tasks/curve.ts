/** src/training/tasks/curve.ts in Python. */
export const curve = `
def make_data(seed):
    """20 noisy points of a wave to learn from and 200 new ones to validate with: rows of x and y."""
    random = Random(seed, purpose=1)

    def point(x):
        return [x, math.sin(1.5 * math.pi * x) + 0.3 * random.normal()]

    training = [point(2 * (i + random.uniform()) / 20 - 1) for i in range(20)]
    validation = [point((2 * i + 1) / 200 - 1) for i in range(200)]
    return torch.tensor(training), torch.tensor(validation)
`;
