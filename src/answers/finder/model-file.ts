import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Linear } from './linear.ts';
import type { FinderModel } from './model.ts';
import { sizeOf } from './space.ts';
import type { Vocabulary } from './vectors.ts';

/** To be raised when the code changes what is learnt from the same questions, or how it is written down. */
const VERSION = 2;

/** The model as it was stored, and the mark of what it was trained on. */
export interface StoredModel {
  readonly model: FinderModel;
  readonly mark: string;
}

/** The file is not one of ours, or of another version. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError';
}

const header = z.object({
  version: z.literal(VERSION),
  mark: z.string(),
  ids: z.array(z.string()),
  limits: z.object({
    temperature: z.number(),
    evidence: z.object({ scale: z.number(), offset: z.number() }),
    onTopic: z.number(),
    sure: z.number(),
  }),
  /** The names of features, a line each: one long text is read much faster than a list of short ones. */
  words: z.string(),
  letters: z.string(),
  symptoms: z.string(),
  biases: z.object({ which: z.array(z.number()), whether: z.array(z.number()) }),
  scales: z.object({ which: z.array(z.number()), whether: z.array(z.number()) }),
});

/** Weights are kept in 8 bits, as shares of the largest of their class: a quarter of the bytes, the same answers. */
const STEPS = 127;

/**
 * One gzipped file: the length of the header, the header as JSON, and then the numbers: idf of words, letters and
 * symptoms (32-bit floats), weights of `which` and of `whether` (8-bit integers).
 */
export function encodeModel({ ids, space, which, whether, limits }: FinderModel, mark: string): Uint8Array {
  const vocabularies = [space.words, space.letters, space.symptoms];
  const names = ({ index }: Vocabulary) => [...index.keys()].join('\n');
  const packed = { which: pack(which), whether: pack(whether) };
  const head = JSON.stringify({
    ...{ version: VERSION, mark, limits, ids: [...ids] },
    ...{ words: names(space.words), letters: names(space.letters), symptoms: names(space.symptoms) },
    biases: { which: [...which.biases], whether: [...whether.biases] },
    scales: { which: packed.which.scales, whether: packed.whether.scales },
  } satisfies z.input<typeof header>);
  const headBytes = Buffer.from(head);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(headBytes.length);
  const numbers = [...vocabularies.map(({ idf }) => idf), packed.which.weights, packed.whether.weights];
  return gzipSync(
    Buffer.concat([length, headBytes, ...numbers.map((n) => Buffer.from(n.buffer, n.byteOffset, n.byteLength))]),
    { level: 9 },
  );
}

/** Throws ModelFileError. */
export function decodeModel(file: Uint8Array): StoredModel {
  try {
    return readBytes(gunzipSync(file));
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    throw new ModelFileError('it is damaged', { cause: error });
  }
}

function readBytes(bytes: Buffer): StoredModel {
  const start = 4 + bytes.readUInt32LE();
  const read = header.safeParse(JSON.parse(bytes.toString('utf8', 4, start)));
  if (!read.success) throw new ModelFileError('it was written by another version');
  const { mark, ids, limits, words, letters, symptoms, biases, scales } = read.data;
  let at = start;
  const take = (count: number): Buffer => {
    at += count;
    if (at > bytes.length) throw new ModelFileError('it is cut short');
    return bytes.subarray(at - count, at);
  };
  const vocabulary = (lines: string): Vocabulary => {
    const index = new Map<string, number>();
    for (const name of lines.split('\n')) index.set(name, index.size);
    return { index, idf: new Float32Array(new Uint8Array(take(4 * index.size)).buffer) };
  };
  const space = { words: vocabulary(words), letters: vocabulary(letters), symptoms: vocabulary(symptoms) };
  const linear = (side: 'which' | 'whether'): Linear => {
    const classes = biases[side].length;
    const weights = unpack(take(sizeOf(space) * classes), scales[side]);
    return { classes, biases: Float32Array.from(biases[side]), weights };
  };
  const model = { ids, limits, space, which: linear('which'), whether: linear('whether') };
  if (at !== bytes.length) throw new ModelFileError('it has more numbers than features');
  return { mark, model };
}

function pack({ weights, classes }: Linear): { weights: Int8Array; scales: number[] } {
  const scales = Array.from({ length: classes }, (_, k) => {
    let most = 0;
    for (let j = k; j < weights.length; j += classes) most = Math.max(most, Math.abs(weights[j]!));
    return most / STEPS || 1;
  });
  return { weights: Int8Array.from(weights, (weight, j) => Math.round(weight / scales[j % classes]!)), scales };
}

function unpack(bytes: Buffer, scales: readonly number[]): Float32Array {
  const steps = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const weights = new Float32Array(steps.length);
  for (let row = 0; row < steps.length; row += scales.length) {
    for (let k = 0; k < scales.length; k++) weights[row + k] = steps[row + k]! * scales[k]!;
  }
  return weights;
}
