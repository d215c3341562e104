/** src/training/tasks/moons.ts in Python. */
export const moons = `
def make_data(seed):
    """Points of two half moons and which moon each is of, wrong for 2 in 20: 60 to learn from, 400 to validate with."""
    random = Random(seed, purpose=1)

    def point(i):
        moon = i % 2
        angle = math.pi * random.uniform()
        radius = 1 + 0.2 * (2 * random.uniform() - 1)
        turn = -1 if moon else 1  # the lower moon is the upper one turned half around
        x, y = turn * (radius * math.cos(angle) - 0.5), turn * (radius * math.sin(angle) - 0.25)
        return [x, y, float(1 - moon if i % 20 in (0, 11) else moon)]

    training = [point(i) for i in range(60)]
    validation = [point(i) for i in range(400)]
    return torch.tensor(training), torch.tensor(validation)
`;
