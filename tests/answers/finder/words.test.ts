import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterFeatures, stemsOf, symptomFeatures, wordFeatures } from '../../../src/answers/finder/features.ts';
import { named, plainForm, tokensOf } from '../../../src/answers/finder/words.ts';
import { anyCharacter } from '../../chat/any-character.ts';

/** Words as the finder counts them, before their endings are taken off. */
function wordsOf(message: string): string[] {
  return named(tokensOf(plainForm(message)));
}

describe('the plain form', () => {
  test.for([
    ['  Why\tDOES\n\nit   shrink? ', 'why does it shrink?'],
    ['ｗｄ＝０．０１', 'wd=0.01'],
    ['don’t, don‘t, don`t', "don't, don't, don't"],
    ['w\u200bd\u00ad', 'wd'],
    ['\u202ewd', 'wd'],
    ['λ‖w‖²', 'lambda norm w norm ^2'],
    ['½·λ·Σw²', '1/2 * lambda * sum w^2'],
    ['w ← w − η∇L', 'w becomes w - eta gradient l'],
    ['∂L/∂w', 'gradient l/ gradient w'],
    ['see https://example.com/weight-decay?x=1 please', 'see please'],
    ['<@123> hi <#45> <:wd:678> <a:lr:9> <@&1>', 'hi'],
    ['', ''],
  ] as const)('of %j is %j', ([message, plain]) => {
    expect(plainForm(message)).toBe(plain);
  });

  // NFKC parts the accent from its space before it could be taken for an apostrophe.
  test('of an accent typed for an apostrophe has the apostrophe', () => {
    expect(plainForm('don´t')).toBe("don't");
  });

  test('has no capitals, nothing invisible, and single spaces only within', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 80 }), (message) => {
        const plain = plainForm(message);
        expect(plain).toBe(plain.toLowerCase());
        expect(plain).not.toMatch(/\p{Cf}|\s\s|[^\S ]|^ | $/u);
      }),
    );
  });

  test('of a plain form is itself, whatever can be typed on a keyboard', () => {
    const typed = fc.oneof(
      fc.constantFrom(...' λη²½·−‖Σ∂√←’_.,:/'),
      fc.string({ unit: 'grapheme-ascii', maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit: typed, maxLength: 80 }), (message) => {
        const plain = plainForm(message);
        fc.pre(!/https?:|<[@#:a]/u.test(plain));
        expect(plainForm(plain)).toBe(plain);
        expect(stemsOf(plain)).toEqual(stemsOf(message));
      }),
    );
  });
});

describe('what a message is made of', () => {
  test('is told of any text whatsoever', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (message) => {
        for (const of of [wordFeatures, letterFeatures, symptomFeatures]) {
          for (const [name, n] of of(message)) {
            expect(name).not.toBe('');
            expect(n).toBeGreaterThanOrEqual(1);
          }
        }
      }),
    );
  });

  test.for([
    [
      'wd',
      ['wd', 'WD', 'weight decay', 'Weight-Decay', 'weight_decay', 'weightdecay', 'weights decay', 'decay of weights'],
    ],
    [
      'lr',
      [
        'lr',
        'LR',
        'learning rate',
        'learning_rate',
        'Learning-Rates',
        'learn rate',
        'step size',
        'stepsize',
        'η',
        'eta',
      ],
    ],
    ['lambda', ['λ', 'lambda', 'lamda', 'lam']],
    ['l2', ['L2', 'l2', 'L_2', 'L₂', 'l 2', 'kernel_regularizer']],
    ['overfit', ['overfit', 'overfitting', 'over-fitting', 'over fit', 'Overfitted']],
    [
      'batchnorm',
      ['BatchNorm', 'batch norm', 'batch_norm', 'BN', 'batch normalisation', 'batch-normalization', 'BatchNorm2d'],
    ],
    ['batchsize', ['batch size', 'batch_size', 'bs', 'batch sizes', 'mini-batch size']],
    ['val', ['val', 'validation', 'validation set', 'dev set', 'holdout']],
    ['gradient', ['gradient', 'grad', 'gradients', 'derivative', '∇']],
    ['paramgroup', ['param groups', 'param_groups', 'parameter groups', 'parameter group']],
    ['llm', ['LLM', 'llms', 'large language models', 'language model', 'GPT', 'gpt-2']],
    ['lrdecay', ['lr decay', 'learning rate decay', 'decay the learning rate', 'learning_rate_decay']],
    ['zero', ['zero', '0', 'zeros', '0.0']],
    ['dont', ["don't", 'don’t', 'do not', 'dont']],
    ['difference', ['difference', 'differ', 'diff', 'different']],
  ] as const)('%s has one name, however it is written', ([name, ways]) => {
    for (const way of ways) expect(wordsOf(way), way).toEqual([name]);
    for (const way of ways) expect(wordsOf(`does ${way} help?`), way).toEqual(['does', name, 'help']);
  });

  test('takes the longest name that fits', () => {
    expect(wordsOf('learning rate finder')).toEqual(['finder']);
    expect(wordsOf('learning rate decay and learning rate')).toEqual(['lrdecay', 'and', 'lr']);
    expect(wordsOf('drop out drops')).toEqual(['dropout', 'drop']);
  });

  test('counts the forms of a word as one', () => {
    const [first, ...others] = ['decaying', 'decayed', 'decays', 'decay'].map((word) => stemsOf(`it ${word}`));
    for (const other of others) expect(other).toEqual(first);
  });

  test.for([
    ['0', '0'],
    ['1', '1'],
    ['2', '2'],
    ['2.0', '2'],
    ['4', '4'],
    ['1e-6', '#tiny'],
    ['0.00001', '#tiny'],
    ['1e-4', '#small'],
    ['0.0005', '#small'],
    ['.001', '#small'],
    ['0.01', '#hundredths'],
    ['.05', '#hundredths'],
    ['1e-2', '#hundredths'],
    ['0.1', '#hundredths'],
    ['0.5', '#half'],
    ['0.999', '#half'],
    ['5', '#few'],
    ['1.5', '#few'],
    ['32', '#tens'],
    ['128', '#tens'],
    ['3000', '#thousands'],
    ['3,000', '#thousands'],
    ['5e4', '#thousands'],
    ['1,000,000', '#huge'],
    ['1e6', '#huge'],
    ['1e999', '#'],
  ] as const)('has of the number %s its size: %s', ([number, size]) => {
    expect(tokensOf(plainForm(number))).toEqual([size]);
    expect(tokensOf(plainForm(`lr=${number}, why`))).toEqual(['lr', size, 'why']);
  });

  // "10x" comes out as "1" and "0x", "0.01x" as "0" and "1x": the number gives digits back until no letter follows.
  test.for(['10x', '100k', '0.01x', '200ms', '3.5M'])('never breaks a number in two: %s', (number) => {
    expect(tokensOf(plainForm(number))).toHaveLength(1);
  });

  test('has every number as one of a few words, so that no two sizes are as many features', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (number) => {
        const [size, ...rest] = tokensOf(plainForm(String(number + 0)));
        expect(rest).toEqual([]);
        expect(size).toMatch(/^(?:[0-4]|#(?:tiny|small|hundredths|half|few|tens|thousands|huge))$/u);
      }),
    );
  });

  test('has pairs of words that follow each other, and how often each is said', () => {
    expect(wordFeatures('lr, lr and wd')).toEqual(
      new Map([
        ['lr', 2],
        ['lr lr', 1],
        ['lr and', 1],
        ['and', 1],
        ['and wd', 1],
        ['wd', 1],
      ]),
    );
  });

  test('has the letters of a word within its edges, most of which a slip of the finger leaves', () => {
    expect([...letterFeatures('wd').keys()]).toEqual([' wd', 'wd ', ' wd ']);
    const [right, wrong] = ['regularization', 'regularizaton'].map((word) => new Set(letterFeatures(word).keys()));
    expect(right!.intersection(wrong!).size / right!.union(wrong!).size).toBeGreaterThan(0.5);
  });
});
