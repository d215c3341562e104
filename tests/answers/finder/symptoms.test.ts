import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { symptomsOf } from '../../../src/answers/finder/symptoms.ts';
import { plainForm } from '../../../src/answers/finder/words.ts';

function seen(message: string): string[] {
  return symptomsOf(plainForm(message));
}

describe('a symptom is seen as people put it:', () => {
  test.for([
    ['train down, val up', 'My training loss keeps going down but the validation loss is going up'],
    ['train down, val up', 'train acc is perfect, val gets worse'],
    ['train down, val up', 'val loss rises while the train loss falls'],
    ['train down, val up', 'Training decreases, then at epoch 12 validation starts to climb!'],
    ['train up, val down', 'with weight decay training loss went up and val loss dropped'],
    ['train up, val down', 'test error is lower though training error is higher'],
    ['val below train', 'why is validation loss lower than training loss'],
    ['nan', 'loss = NaN after 3 steps'],
    ['explodes', 'it blew up'],
    ['bounces', 'the loss zig-zags'],
    ['loss.grad', 'should I print loss.grad?'],
    ['weight.grad', 'or is it w.grad'],
    ['grad attribute', 'p.grad is None'],
    ['squared', 'why w² and not |w|'],
    ['squared', '(w**2).sum()'],
    ['sum()', '(w**2).sum()'],
    ['factor 2', 'where does the 2 go?'],
    ['factor 2', 'why ½ in front'],
    ['wd over 2', 'the penalty is λ/2 · w²'],
    ['lr times wd', 'w decays by lr × wd'],
    ['lr times wd', 'weight decay times learning rate'],
    ['one minus', 'w ← (1 − η λ) w'],
    ['code', 'for p in model.parameters(): p.data -= lr * p.grad'],
    ['ndim', "{'params': no_decay}"],
    ['values', 'what is a good value for wd?'],
    ['mentionsTwo', 'L1 vs L2'],
  ] as const)('%s: %s', ([symptom, message]) => {
    expect(seen(message)).toContain(symptom);
  });
});

test.for([
  ['train down, val up', 'training loss goes up and validation loss goes down'],
  ['train up, val down', 'training loss goes down and validation loss goes up'],
  ['train down, val up', 'hello everyone'],
  ['nan', 'my nanny asked about finance'],
  ['loss.grad', 'w.grad'],
  ['code', 'what is weight decay?'],
] as const)('%s is not seen where it is not: %s', ([symptom, message]) => {
  expect(seen(message)).not.toContain(symptom);
});

test('a plain question shows nothing but its length', () => {
  expect(seen('what is weight decay?')).toEqual(['length: short']);
  expect(seen('x'.repeat(400))).toContain('length: long');
});

/** The most a message may have. */
const LONGEST = 4_000;
/** In milliseconds of this thread's own time, for all patterns together: the bot does nothing else meanwhile. */
const SOON = 100;

function ownTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** How long the patterns take over a text at most of that length; those that would take for ever are stopped. */
function timeOf(part: string): number {
  const text = part.repeat(LONGEST).slice(0, LONGEST);
  const started = ownTime();
  runInNewContext('symptomsOf(text)', { symptomsOf, text }, { timeout: 10 * SOON });
  return ownTime() - started;
}

test.for([
  ' train',
  'train down val up. ',
  'train low val ',
  'val up ',
  'valless than ',
  'test lower than ',
  'lr x',
  'lr times ',
  'decay/',
  '1 - ',
  '/2*',
  'a(',
  'a.',
  '|a',
  '=[',
  'λ/',
  'oscillat',
  '1',
  'for a in ',
  "'",
  '🙂',
  '\ud800',
])('the longest message does not hold the bot up: %j again and again', (part) => {
  expect(timeOf(part)).toBeLessThan(SOON);
});

// Where the words run together a pattern could try each end with each.
test.for(['valup train', 'traindownval', 'train', 'valless'])(
  'the longest message does not hold the bot up: %j again and again',
  (part) => {
    expect(timeOf(part)).toBeLessThan(SOON);
  },
);
