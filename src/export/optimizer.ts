import { type Experiment, usesMomentum } from '../training/experiment.ts';
import { hasBiases } from './model.ts';
import type { Lines } from './python.ts';

/*
 * The lines of a training loop that weight decay is about, each with what it does: src/training/optimizers.ts in the
 * words of torch.optim, which has all of it but sgdw.
 */

/** Whether biases stand in a parameter group of their own. */
function sparesBiases(experiment: Experiment): boolean {
  return !experiment.decayBiases && hasBiases(experiment);
}

/** Whether the decay is left to torch.optim. */
function hasWeightDecay({ optimizer }: Experiment): boolean {
  return optimizer !== 'sgdw';
}

/** What happens to the decay, told before the optimizer is made. */
export function aboutDecay({ optimizer, momentum }: Experiment): Lines {
  if (optimizer === 'adamw') {
    return [
      '# weight_decay shrinks each weight w to (1 - lr * wd) * w before the step, one by one.',
      "# It stays out of the gradient, so that it is not divided by Adam's square root.",
    ];
  }
  if (optimizer === 'sgdw') {
    return [
      '# SGDW is not in torch.optim: this is SGD without weight_decay, and below each weight is shrunk by hand.',
      `# So the decay stays out of the gradient${momentum > 0 ? ' and out of its momentum' : ''}.`,
    ];
  }
  return [
    '# weight_decay adds wd * w to the gradient of each weight w, one by one, never wd * sum(w).',
    '# That is the slope of a penalty wd/2 * w**2, whose half takes away the 2 of the square;',
    '# a penalty of wd * w**2 is the same with twice the wd. lr scales it with the rest of the step.',
    ...(optimizer === 'adam'
      ? ['# Adam then divides it too by the root below, for each weight another: see AdamW.']
      : []),
  ];
}

/** The parameters that decay, where biases are spared, and the optimizer. */
export function makeOptimizer(experiment: Experiment): Lines {
  const decay = hasWeightDecay(experiment);
  const spares = sparesBiases(experiment);
  const parameters = spares && decay ? 'groups' : 'model.parameters()';
  const settings = [
    parameters,
    'lr=LR',
    ...(hasMomentum(experiment) ? ['momentum=MOMENTUM'] : []),
    ...(isNesterov(experiment) ? ['nesterov=True'] : []),
    ...(decay && !spares ? ['weight_decay=wd'] : []),
  ];
  const name = { sgd: 'SGD', sgdw: 'SGD', adam: 'Adam', adamw: 'AdamW' }[experiment.optimizer];
  return [
    ...(spares ? groups(decay) : []),
    `optimizer = torch.optim.${name}(${settings.join(', ')})`,
    ...(isScheduled(experiment) ? ['schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lr_factor)'] : []),
  ];
}

function groups(decay: boolean): Lines {
  const weights = 'weights = [w for name, w in model.named_parameters() if "bias" not in name]';
  if (!decay) return [weights];
  return [
    weights,
    'biases = [b for name, b in model.named_parameters() if "bias" in name]',
    'groups = [{"params": weights, "weight_decay": wd}, {"params": biases, "weight_decay": 0}]',
  ];
}

/** From the loss of the samples to the next weights. */
export function update(experiment: Experiment, samples: string): Lines {
  return [
    `loss = loss_of(${samples})`,
    'optimizer.zero_grad()  # else the gradients of all steps would add up',
    'loss.backward()  # fills w.grad, not loss.grad: how the loss changes with each weight w',
    ...shrink(experiment),
    `optimizer.step()  # ${rule(experiment)}`,
    ...(isScheduled(experiment) ? ['schedule.step()  # the next lr: LR * lr_factor(step + 1)'] : []),
  ];
}

function shrink(experiment: Experiment): Lines {
  if (experiment.optimizer !== 'sgdw') return [];
  const parameters = sparesBiases(experiment) ? 'weights' : 'model.parameters()';
  const lr = isScheduled(experiment) ? 'schedule.get_last_lr()[0]' : 'LR';
  return [`for w in ${parameters}:`, `    w.data *= 1 - ${lr} * wd  # the decay, by hand`];
}

/** What the step does to a weight w, in one line. */
function rule(experiment: Experiment): string {
  const { optimizer } = experiment;
  const lr = isScheduled(experiment) ? 'lr' : 'LR';
  if (optimizer === 'adam') return `g = w.grad + wd * w; w -= ${lr} * mean(g) / sqrt(mean(g**2))`;
  if (optimizer === 'adamw') return `w *= 1 - ${lr} * wd; w -= ${lr} * mean(g) / sqrt(mean(g**2)), g = w.grad`;
  const gradient = optimizer === 'sgd' ? 'w.grad + wd * w' : 'w.grad';
  if (!hasMomentum(experiment))
    return `w -= ${lr} * ${optimizer === 'sgd' ? `(${gradient}), so w keeps 1 - ${lr} * wd of itself` : gradient}`;
  const velocity = `g = ${gradient}; v = MOMENTUM * v + g`;
  return `${velocity}; w -= ${lr} * ${isNesterov(experiment) ? '(g + MOMENTUM * v)' : 'v'}`;
}

export function hasMomentum({ optimizer, momentum }: Experiment): boolean {
  return momentum > 0 && usesMomentum(optimizer);
}

function isNesterov(experiment: Experiment): boolean {
  return experiment.nesterov && hasMomentum(experiment);
}

function isScheduled({ schedule }: Experiment): boolean {
  return schedule !== 'constant';
}
