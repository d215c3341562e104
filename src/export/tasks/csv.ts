import type { Table } from '../../training/table.ts';
import { namesOf } from '../files.ts';
import { literal } from '../python.ts';

/** src/training/tasks/csv.ts in Python, which reads the table from the file beside the script. */
export function csv(table: Table): string {
  const { columns, target, classes } = table;
  const moved =
    target === columns.length - 1
      ? ''
      : `    rows = [row[:${target}] + row[${target + 1}:] + [row[${target}]] for row in rows]\n`;
  return `
def mean(values):
    total = 0.0
    for value in values:  # sum() would round otherwise from Python 3.12 on
        total += value
    return total / len(values)


def spread(values):
    """Mean and standard deviation; of values that are all alike, that value and exactly 0."""
    if min(values) == max(values):
        return values[0], 0.0
    middle = mean(values)
    return middle, math.sqrt(mean([(value - middle) ** 2 for value in values]))


def standardised(values, training, unit=math.inf):
    """(value - mean) / deviation, both of the training rows; by that unit where those are all alike."""
    middle, deviation = spread([values[i] for i in training])
    return [(value - middle) / (deviation or unit) for value in values]


def make_data(seed):
    """70 % of the rows to learn from, others for each seed, and the rest to validate with; the target last."""
    with open(${literal(namesOf(table).table)}, newline="", encoding="utf-8") as file:
        names, *lines = csv.reader(file)
    rows = [[float(cell) for cell in line] for line in lines]
${moved}${classes === null ? SPLIT : splitByClass(classes)}\
    *features, target = zip(*rows)
    columns = [standardised(values, training) for values in features]
    columns.append(${classes === null ? 'standardised(target, training, unit=spread(target)[1])' : `[float(value == ${literal(classes[1])}) for value in target]`})
    table = torch.tensor(columns).T
    return table[training], table[validation]
`;
}

const SPLIT = `\
    order = list(range(len(rows)))
    Random(seed, purpose=1).shuffle(order)
    count = min(len(order) - 1, max(1, math.floor(0.7 * len(order) + 0.5)))
    training, validation = order[:count], order[count:]
`;

function splitByClass(classes: readonly [number, number]): string {
  return `\
    random = Random(seed, purpose=1)
    training, validation = [], []
    for label in ${literal(classes)}:  # each of the two classes is split by itself
        order = [i for i, row in enumerate(rows) if row[-1] == label]
        random.shuffle(order)
        count = min(len(order) - 1, max(1, math.floor(0.7 * len(order) + 0.5)))
        training += order[:count]
        validation += order[count:]
`;
}
