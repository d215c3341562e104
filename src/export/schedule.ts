import type { Experiment, ScheduleName } from '../training/experiment.ts';
import { type Lines, linesOf } from './python.ts';

/** src/training/schedules.ts in Python; nothing for an lr that stays. */
export function lrFactor({ schedule }: Experiment): Lines {
  return schedule === 'constant' ? [] : linesOf(FACTORS[schedule]);
}

const FACTORS: Readonly<Record<Exclude<ScheduleName, 'constant'>, string>> = {
  cosine: `
def lr_factor(step):
    """What LR is multiplied by: from 1 to 0 along half a cosine wave (torch's CosineAnnealingLR)."""
    return (1 + math.cos(math.pi * step / STEPS)) / 2
`,
  'warmup-cosine': `
def lr_factor(step):
    """What LR is multiplied by: up in a straight line for a tenth of the steps, then down along half a cosine wave."""
    warmup = math.ceil(STEPS / 10)
    if step < warmup:
        return (step + 1) / warmup
    return (1 + math.cos(math.pi * (step - warmup) / max(1, STEPS - warmup))) / 2
`,
  'one-cycle': `
def lr_factor(step):
    """What LR is multiplied by: from 1/25 up to 1 and down to 1/250,000, by half cosine waves (torch's OneCycleLR)."""
    top = 0.3 * STEPS - 1
    if step <= top:
        return 1 + (1 / 25 - 1) * (1 + math.cos(math.pi * step / top)) / 2
    down = (step - top) / (STEPS - 1 - top)
    return 1 / 250_000 + (1 - 1 / 250_000) * (1 + math.cos(math.pi * down)) / 2
`,
};
