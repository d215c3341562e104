"""src/training/random.ts in Python's whole numbers: the same stream, bit for bit."""

import math

MASK = 0xFFFFFFFF
PURPOSES = {"data": 1, "start": 2, "batches": 3}


class RandomStream:
    def __init__(self, seed, purpose):
        self.a = seed & MASK
        self.b = PURPOSES[purpose]
        self.c = 0x9E3779B9
        self.counter = 1
        for _ in range(20):
            self.next()

    def next(self):
        """sfc32 of PractRand."""
        total = (self.a + self.b + self.counter) & MASK
        self.counter = (self.counter + 1) & MASK
        self.a = self.b ^ (self.b >> 9)
        self.b = (self.c + (self.c << 3)) & MASK
        self.c = (((self.c << 21) | (self.c >> 11)) + total) & MASK
        return total

    def uniform(self):
        return self.next() / 2**32

    def normal(self):
        radius = math.sqrt(-2 * math.log(1 - self.uniform()))
        return radius * math.cos(2 * math.pi * self.uniform())

    def shuffle(self, numbers):
        for last in range(len(numbers) - 1, 0, -1):
            pick = math.floor(self.uniform() * (last + 1))
            numbers[last], numbers[pick] = numbers[pick], numbers[last]
