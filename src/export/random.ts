import { type Lines, linesOf } from './python.ts';

/** src/training/random.ts in Python; of its methods only those that the rest of the script uses. */
export function randomClass(rest: string): Lines {
  return [
    ...linesOf(STREAM),
    ...(rest.includes('.normal()') ? ['', ...linesOf(NORMAL)] : []),
    ...(rest.includes('.shuffle(') ? ['', ...linesOf(SHUFFLE)] : []),
  ];
}

const STREAM = `
class Random:
    """The random numbers that Halflife draws (a generator called sfc32); torch would draw others."""

    def __init__(self, seed, purpose):
        self.a, self.b, self.c, self.count = seed, purpose, 0x9E3779B9, 1
        for _ in range(20):
            self.integer()

    def integer(self):
        """A whole number from 0 to 2**32 - 1."""
        result = (self.a + self.b + self.count) % 2**32
        self.count += 1
        self.a = self.b ^ (self.b >> 9)
        self.b = 9 * self.c % 2**32
        self.c = ((self.c << 21 | self.c >> 11) + result) % 2**32
        return result

    def uniform(self):
        """Anywhere from 0 to below 1."""
        return self.integer() / 2**32
`;

const NORMAL = `
    def normal(self):
        """Bell-shaped around 0, standard deviation 1 (the formula of Box and Muller)."""
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())
`;

const SHUFFLE = `
    def shuffle(self, numbers):
        """Puts them into random order (Fisher and Yates)."""
        for last in range(len(numbers) - 1, 0, -1):
            pick = math.floor(self.uniform() * (last + 1))
            numbers[last], numbers[pick] = numbers[pick], numbers[last]
`;
