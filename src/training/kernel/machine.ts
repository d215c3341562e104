import { readFileSync } from 'node:fs';

/**
 * kernel.wasm, made from assembly/ by `npm run kernel`. Each thread that trains loads it once; every run has an instance
 * with a memory of its own, which goes when the run does.
 */

const bytes = readFileSync(new URL('./kernel.wasm', import.meta.url));

/** Whether this machine's WebAssembly has the SIMD instructions that the kernel is made of. */
export const hasWasm = WebAssembly.validate(bytes);

const module = hasWasm ? new WebAssembly.Module(bytes) : null;

const PAGE = 2 ** 16;
/** Below it lie the kernel's own constants. */
const FREE_FROM = 4096;
const CACHE_LINE = 64;

/** assembly/index.ts has what each of these does. Addresses and steps are in bytes. */
export interface Exports {
  readonly heapBase: WebAssembly.Global<'i32'>;
  readonly loss: WebAssembly.Global<'f64'>;
  readonly chunksLeft: WebAssembly.Global<'i32'>;
  setNetwork(
    layers: number,
    depth: number,
    activation: number,
    lossKind: number,
    lossFactor: number,
    chunk: number,
    rowStep: number,
    deltas: number,
    deltasBelow: number,
  ): void;
  setOptimizer(
    adam: boolean,
    l2: boolean,
    nesterov: boolean,
    momentum: number,
    wd: number,
    size: number,
    weights: number,
    gradient: number,
    decays: number,
    mean: number,
    square: number,
  ): void;
  setTraining(
    inputs: number,
    targets: number,
    inputStep: number,
    features: number,
    gathered: number,
    gatheredTargets: number,
    gatheredStep: number,
  ): void;
  setSteps(steps: number, numbers: number): void;
  measure(
    inputs: number,
    targets: number,
    inputStep: number,
    count: number,
    from: number,
    chunks: number,
    withGradient: boolean,
    predictions: number,
  ): number;
  descend(steps: number, chunks: number): number;
  squaredLength(decayingOnly: boolean): number;
}

export interface Machine {
  readonly memory: ArrayBuffer;
  readonly wasm: Exports;
}

/** Says where things will lie in a machine's memory, each from a cache line's start on, and then makes the machine. */
export class Layout {
  #end = FREE_FROM;

  /** @returns the address of room for so many bytes, all zero. */
  reserve(bytes: number): number {
    const start = this.#end;
    this.#end += Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;
    return start;
  }

  numbers(count: number): number {
    return this.reserve(count * Float64Array.BYTES_PER_ELEMENT);
  }

  build(): Machine {
    if (module === null) throw new TypeError('WebAssembly has no SIMD here');
    const memory = new WebAssembly.Memory({ initial: Math.ceil(this.#end / PAGE) });
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return { memory: memory.buffer, wasm: exports as unknown as Exports };
  }
}

/**
 * Bytes from one row of so many samples to the next: an odd number of cache lines, because rows a power of two apart
 * would drive each other out of the cache.
 */
export function rowStepOf(samples: number): number {
  const lines = Math.ceil((samples * Float64Array.BYTES_PER_ELEMENT) / CACHE_LINE);
  return (lines + (lines % 2 === 0 ? 1 : 0)) * CACHE_LINE;
}
