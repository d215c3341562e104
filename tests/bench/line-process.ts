import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Time } from './race.ts';

/** A process that trains what each line of JSON on its stdin describes, and answers each with a line of its own. */
export class LineProcess {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(command: string, args: readonly string[]) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  async ask(line: object): Promise<Time> {
    this.#process.stdin!.write(`${JSON.stringify(line)}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`${this.#process.spawnfile} ended before it answered`);
    const { seconds, loss } = JSON.parse(value);
    return { ms: seconds * 1_000, loss };
  }

  [Symbol.dispose](): void {
    this.#process.stdin!.end();
  }
}
