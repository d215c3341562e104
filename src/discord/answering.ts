import type { Interaction, REST } from 'discord.js';
import type { Answer } from '../chat/answer.ts';
import type { Command, Context } from '../chat/command.ts';
import type { Invocation } from '../chat/invocation.ts';
import { loggedName } from '../chat/logged-name.ts';
import type { Lab } from '../lab/lab.ts';
import type { Log } from '../log.ts';
import type { Meters, RequestMeter, Via } from '../metrics/meters.ts';
import { Callback } from './callback.ts';
import { type DownloadOptions, type FileThere, openAttachment } from './download.ts';
import type { Place } from './place.ts';
import { isLost } from './refusals.ts';
import { respond } from './respond.ts';
import type { OnWait, Waits } from './retry.ts';
import { type Run, Running } from './running.ts';

export interface AnsweringOptions {
  readonly rest: REST;
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly missed: Context['missed'];
  readonly log: Log;
  readonly meters: Meters;
  readonly waits: Waits;
  readonly onWait: OnWait;
  readonly progressEveryMs: number;
  /** Where attached files may come from, and how long reading one may take. */
  readonly files: Pick<DownloadOptions, 'origins' | 'limitMs'>;
  /** Aborts what runs when the bot can wait no longer. */
  readonly signal: AbortSignal;
}

/** What was asked for once: where its reply goes, and what came with it. */
export interface Request {
  readonly place: Place;
  readonly run: Run;
  readonly files: readonly FileThere[];
  readonly meter: RequestMeter;
  /** What is given in the place of an answer. */
  readonly amended?: (answer: Answer) => Answer;
}

/** Answering what is asked, however it was asked. */
export class Answering {
  readonly options: AnsweringOptions;
  readonly running = new Running();

  constructor(options: AnsweringOptions) {
    this.options = options;
  }

  /** `meter`: of the request that it acknowledges, where there is one. */
  callback({ id, token, applicationId }: Interaction, meter?: RequestMeter): Callback {
    const { rest, waits, onWait } = this.options;
    const onAcknowledged = () => meter?.acknowledged();
    return new Callback(rest, { id, token, applicationId }, { waits, onWait, onAcknowledged });
  }

  /** Runs what is asked and shows the answer at its place. Returns how it ended. */
  async respond(ask: () => Invocation, { place, run, files, meter, amended }: Request): Promise<string> {
    const { commands, lab, missed, log, signal, progressEveryMs, files: limits } = this.options;
    const work = {
      ...{ commands, lab, missed, progressEveryMs, signal, meter },
      enough: run.enough,
      superseded: run.superseded,
      amended: amended ?? ((given: Answer) => given),
      open: (name: string, wanted: AbortSignal) => openAttachment(files, name, { ...limits, signal: wanted }),
    };
    try {
      return await respond(ask, place, work, log);
    } finally {
      run.end();
    }
  }

  /**
   * Logs one line about what is asked, and meters it. `run` gets it, to ask for it, and the meter, to tell what was
   * shown.
   */
  async logged(
    via: Via,
    ask: () => Invocation,
    run: (ask: () => Invocation, meter: RequestMeter) => Promise<string>,
  ): Promise<void> {
    const { commands, log, meters } = this.options;
    const started = performance.now();
    const meter = meters.begin(via);
    let [command, outcome] = ['unread', 'undelivered'];
    const named = () => {
      const asked = ask();
      command = loggedName(commands, asked);
      return asked;
    };
    try {
      outcome = await run(named, meter);
    } catch (error) {
      if (isLost(error)) outcome = 'lost';
      throw error;
    } finally {
      meter.ended(command, outcome);
      log.info({ via, command, outcome, ms: Math.round(performance.now() - started) }, 'request');
    }
  }
}
