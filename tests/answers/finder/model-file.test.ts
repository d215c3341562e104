import { isDeepStrictEqual } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Found } from '../../../src/answers/finder/finder.ts';
import { learn } from '../../../src/answers/finder/learn.ts';
import { decide, type FinderModel, read } from '../../../src/answers/finder/model.ts';
import { decodeModel, encodeModel, ModelFileError } from '../../../src/answers/finder/model-file.ts';
import { trainFinder } from '../../../src/answers/finder/train-finder.ts';
import { readLibrary } from '../../../src/answers/library.ts';
import { randomStream } from '../../../src/training/random.ts';
import { tinyLibrary } from './tiny-library.ts';

const LIMITS = { temperature: 1.2, evidence: { scale: 0.7, offset: 0.2 }, onTopic: 0.5, sure: 0.6 };

function find({ ids, limits, ...model }: FinderModel, message: string) {
  return decide(ids, read(model, message), limits);
}

test('in 8 bits a weight, a finder decides about 200 of the written questions as it did before', () => {
  const { questions } = readLibrary(new URL('../../../src/answers/', import.meta.url));
  const ids = ['momentum', 'batch-size', 'l1-vs-l2', 'early-stopping', 'lr-times-wd'];
  const known = questions.filter(({ answers: [first] }) => first !== undefined && ids.includes(first));
  const strange = questions.filter(({ answers }) => answers.length === 0).filter((_, n) => n % 8 === 0);
  const all = [...known, ...strange].map((each) => ({
    ...each,
    answers: each.answers.filter((id) => ids.includes(id)),
  }));
  const taught = all.filter((_, n) => n % 2 === 0);
  const model = { ...learn({ ids, questions: taught, random: randomStream(1, 'batches') }), limits: LIMITS };
  const { model: packed } = decodeModel(encodeModel(model, ''));
  // As many that it was taught as that it was not.
  const asked = all.filter((_, n) => n % Math.floor(all.length / 200) === 0).slice(0, 200);
  expect(asked).toHaveLength(200);
  // Of a message that is lost nobody learns what came first.
  const decision = ({ confidence, ranked }: Found) =>
    confidence === 'lost' ? confidence : [confidence, ranked[0]!.id];
  const differently = asked.filter(({ text }) => {
    const [before, after] = [find(model, text), find(packed, text)];
    expect(Math.abs(after.ranked[0]!.score - before.ranked[0]!.score), text).toBeLessThan(0.02);
    return !isDeepStrictEqual(decision(after), decision(before));
  });
  // One that stood on a line may have fallen to its other side.
  expect(differently.length).toBeLessThanOrEqual(2);
});

describe('a stored model', () => {
  const model = trainFinder(tinyLibrary());
  const file = encodeModel(model, 'the mark');

  test('comes back with its mark, its answers in order, its words, and its lines', () => {
    const { mark, model: back } = decodeModel(file);
    expect(mark).toBe('the mark');
    expect(back.ids).toEqual(model.ids);
    expect(back.limits).toEqual(model.limits);
    for (const part of ['words', 'letters', 'symptoms'] as const) {
      expect([...back.space[part].index]).toEqual([...model.space[part].index]);
      expect(back.space[part].idf).toEqual(model.space[part].idf);
    }
    expect(back.which.biases).toEqual(model.which.biases);
    expect(back.whether.biases).toEqual(model.whether.biases);
  });

  test('has every weight within half a step of 127 of the largest of its class', () => {
    const { model: back } = decodeModel(file);
    for (const side of ['which', 'whether'] as const) {
      const { weights, classes } = model[side];
      const largest = Array.from({ length: classes }, (_, k) =>
        weights.reduce((most, weight, j) => (j % classes === k ? Math.max(most, Math.abs(weight)) : most), 0),
      );
      const tooFar = weights.filter(
        (weight, j) => Math.abs(weight - back[side].weights[j]!) > (0.501 * largest[j % classes]!) / 127,
      );
      expect(tooFar).toHaveLength(0);
      expect(back[side].weights).toHaveLength(weights.length);
    }
  });

  test('is the same file for the same model, and stored anew stays as it is', () => {
    expect(Buffer.compare(encodeModel(model, 'the mark'), file)).toBe(0);
    const again = decodeModel(encodeModel(decodeModel(file).model, 'the mark')).model;
    expect(again).toEqual(decodeModel(file).model);
  });
});

describe('what is not a whole model is a ModelFileError:', () => {
  const file = Buffer.from(encodeModel(trainFinder(tinyLibrary()), ''));
  const inside = gunzipSync(file);

  function rewritten(change: (head: Record<string, unknown>) => unknown): Buffer {
    const end = 4 + inside.readUInt32LE();
    const head = Buffer.from(JSON.stringify(change(JSON.parse(inside.toString('utf8', 4, end)))));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    return gzipSync(Buffer.concat([length, head, inside.subarray(end)]));
  }

  const broken: readonly (readonly [string, Buffer])[] = [
    ['an empty file', Buffer.alloc(0)],
    ['a text', Buffer.from('version https://git-lfs.github.com/spec/v1')],
    ['a file cut short', file.subarray(0, file.length / 2)],
    [
      'a file with a byte changed',
      Buffer.concat([file.subarray(0, 500), Buffer.of(file[500]! ^ 255), file.subarray(501)]),
    ],
    ['another version', rewritten((head) => ({ ...head, version: 999 }))],
    ['a header without its limits', rewritten(({ limits: _, ...head }) => head)],
  ];
  // Unpacked they are something else: what then fails is a SyntaxError, a RangeError, or nothing at all.
  const unnoticed: readonly (readonly [string, Buffer])[] = [
    ['nothing, packed', gzipSync(Buffer.alloc(0))],
    ['a text, packed', gzipSync(Buffer.from('this is no model at all'))],
    ['a header that is no JSON', gzipSync(Buffer.concat([Buffer.of(4, 0, 0, 0), Buffer.from('{"a"')]))],
    ['numbers cut short', gzipSync(inside.subarray(0, inside.length - 100))],
    ['fewer features than numbers', rewritten((head) => ({ ...head, symptoms: 'length: short' }))],
  ];

  test.for(broken)('%s', ([, bytes]) => {
    expect(() => decodeModel(bytes)).toThrow(ModelFileError);
  });
  test.for(unnoticed)('%s', ([, bytes]) => {
    expect(() => decodeModel(bytes)).toThrow(ModelFileError);
  });
});
