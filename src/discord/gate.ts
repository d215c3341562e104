import type { Context } from '../chat/command.ts';
import type { Lab } from '../lab/lab.ts';

type Guarded = Pick<Context, 'lab' | 'memory' | 'open'>;

interface Unguarded extends Pick<Context, 'lab' | 'memory'> {
  /** Finds a file, to be read with what is returned. Throws UserError. */
  readonly find: (name: string) => () => Promise<Uint8Array>;
}

/**
 * Lets a command begin before it may work: it reads its options, and waits at the first thing that takes work until the
 * request is accepted, kept, and its turn has come.
 */
export class Gate {
  readonly #opened = Promise.withResolvers<void>();

  constructor() {
    this.#opened.promise.catch(() => {}); // whoever waits hears of it
  }

  open(): void {
    this.#opened.resolve();
  }

  /** Nothing will be worked on here: whatever waits rejects with the reason. */
  close(reason: unknown): void {
    this.#opened.reject(reason);
  }

  guarded({ lab, memory, find }: Unguarded): Guarded {
    const after = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      await this.#opened.promise;
      return work();
    };
    const { server } = memory;
    return {
      lab: {
        train: (experiments, watch) => after(() => lab.train(experiments, watch)),
        draw: (chart, watch) => after(() => lab.draw(chart, watch)),
        close: () => lab.close(),
      } satisfies Lab,
      memory: {
        past: (wanted) => after(() => memory.past(wanted)),
        forget: () => after(() => memory.forget()),
        server: server && {
          mayManage: server.mayManage,
          settings: () => after(() => server.settings()),
          change: (changes) => after(() => server.change(changes)),
        },
      },
      open: async (name) => after(find(name)),
    };
  }
}
