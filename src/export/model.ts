import type { Experiment } from '../training/experiment.ts';
import { networkOf } from '../training/network.ts';
import { taskOf } from '../training/tasks/index.ts';
import { indented, type Lines, literal } from './python.ts';

/** The network and the weights it starts from, as src/training/network.ts draws them. */
export function makeModel(experiment: Experiment): Lines {
  return ['def make_model(seed):', ...indented(experiment.hidden.length === 0 ? linear(experiment) : deep(experiment))];
}

function linear(experiment: Experiment): Lines {
  const { features, startWidth } = taskOf(experiment);
  const biases = hasBiases(experiment);
  const weights = features === 1 ? 'one weight' : `${features} weights`;
  return [
    `"""A linear model of ${weights} ${biases ? 'and a bias' : 'without a bias'}, its start drawn by the seed."""`,
    `model = nn.Sequential(nn.Linear(${features}, 1${biases ? '' : ', bias=False'}))`,
    'random = Random(seed, purpose=2)',
    `bound = ${literal(startWidth)} / math.sqrt(${features})`,
    'for w in model.parameters():',
    ...indented(DRAW),
    'return model',
  ];
}

function deep(experiment: Experiment): Lines {
  const { startWidth } = taskOf(experiment);
  const { widths } = networkOf(experiment);
  const unit = { tanh: 'nn.Tanh()', relu: 'nn.ReLU()' }[experiment.activation];
  const width = startWidth === 1 ? '1' : `(${literal(startWidth)} if layer is model[0] else 1)`;
  return [
    `"""A network of ${widths.join('-')} units, its start drawn by the seed within 1 / sqrt(inputs) of 0${startWidth === 1 ? '' : ', wider in the first layer'}."""`,
    'model = nn.Sequential(',
    ...indented(widths.slice(0, -2).map((inputs, depth) => `nn.Linear(${inputs}, ${widths[depth + 1]}), ${unit},`)),
    ...indented([`nn.Linear(${widths.at(-2)}, 1),`]),
    ')',
    'random = Random(seed, purpose=2)',
    'for layer in model[::2]:  # every second one is an activation, without weights',
    ...indented([
      `bound = ${width} / math.sqrt(layer.in_features)`,
      'for w in layer.parameters():  # the weights, then the biases',
      ...indented(DRAW),
    ]),
    'return model',
  ];
}

const DRAW: Lines = [
  'start = [bound * (2 * random.uniform() - 1) for _ in range(w.numel())]',
  'w.data = torch.tensor(start).view_as(w)',
];

/** Whether there are any to be spared. */
export function hasBiases(experiment: Experiment): boolean {
  return networkOf(experiment).layers.some(({ biases }) => biases !== null);
}
