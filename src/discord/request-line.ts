import type { Command } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import { loggedName } from '../chat/logged-name.ts';
import type { Log } from '../log.ts';
import type { Meters, RequestMeter, Via } from '../metrics/meters.ts';
import { isLost } from './refusals.ts';

export interface RequestLineOptions {
  readonly commands: readonly Command[];
  readonly log: Log;
  readonly meters: Meters;
}

/** What is told of every request, once: how it came, for which command, how it ended, and when. Nothing of who or what. */
export class RequestLine {
  readonly reference: string;
  readonly meter: RequestMeter;
  readonly #options: RequestLineOptions;
  readonly #via: Via;
  readonly #more: object;
  readonly #begun = performance.now();
  readonly #times: { ackMs?: number; waitMs?: number } = {};
  #command = 'unread';

  /** @param more what else is to be told, such as that it was taken up again. */
  constructor(via: Via, reference: string, options: RequestLineOptions, more: object = {}) {
    const meter = options.meters.begin(via);
    this.reference = reference;
    this.#via = via;
    this.#options = options;
    this.#more = more;
    this.meter = {
      ...meter,
      acknowledged: () => {
        this.#times.ackMs ??= this.#ms();
        meter.acknowledged();
      },
    };
  }

  /** The name of what is asked is told once it could be read. */
  named(ask: () => Invocation): () => Invocation {
    return () => {
      const asked = ask();
      this.#command = loggedName(this.#options.commands, asked);
      return asked;
    };
  }

  /** Its turn has come. */
  begins(): void {
    this.#times.waitMs = this.#ms();
  }

  /** Runs it and tells the line, however it ends. */
  async of(run: () => Promise<string>): Promise<string> {
    let outcome = 'undelivered';
    try {
      outcome = await run();
      return outcome;
    } catch (error) {
      if (isLost(error)) outcome = 'lost';
      throw error;
    } finally {
      this.meter.ended(this.#command, outcome);
      const about = { via: this.#via, reference: this.reference, command: this.#command, outcome, ...this.#more };
      this.#options.log.info({ ...about, ...this.#times, ms: this.#ms() }, 'request');
    }
  }

  #ms(): number {
    return Math.round(performance.now() - this.#begun);
  }
}
