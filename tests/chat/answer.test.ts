import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answer } from '../../src/chat/answer.ts';
import { type Context, command } from '../../src/chat/command.ts';
import { parseMessage } from '../../src/chat/invocation.ts';
import { type Reply, say } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { LabClosedError, TimeLimitError } from '../../src/lab/lab.ts';
import { withoutLab } from './no-lab.ts';

const doing = (run: () => Promise<Reply>) =>
  command({ name: 'do', description: 'Does it', options: z.object({}), run });

/** The answer to /do, which does this. */
const answerTo = (run: () => Promise<Reply>, context: Context = withoutLab()) =>
  answer([doing(run)], () => parseMessage('/do'), context);

const failWith = (error: unknown) => answerTo(() => Promise.reject(error));

describe('an answer', () => {
  test('is the reply of the command, as it is', async () => {
    const reply = say('done');
    expect(await answerTo(async () => reply)).toEqual({ outcome: 'answered', reply });
  });

  test('to a mistake is its sentence, in private', async () => {
    const reply = say('lr is empty', { private: true });
    expect(await failWith(new UserError('lr is empty'))).toEqual({ outcome: 'mistake', reply });
  });

  test.for([
    ['hello', '"hello" is not a command: one starts with a slash, such as /train lr:0.05 wd:0.01, or /help'],
    ['/nothing', 'there is no command "/nothing": it can be /do'],
  ] as const)('to what cannot be read, or is not there, is a mistake: %s', async ([message, sentence]) => {
    const given = await answer([doing(async () => say('done'))], () => parseMessage(message), withoutLab());
    expect(given).toEqual({ outcome: 'mistake', reply: say(sentence, { private: true }) });
  });

  test('to what takes too long says how long it may take and what would fit', async () => {
    const text = 'That took longer than 30 s and was stopped. Fewer steps, seeds or hidden units would fit.';
    expect(await failWith(new TimeLimitError(30))).toEqual({ outcome: 'late', reply: say(text, { private: true }) });
  });

  test('to what was stopped says that nothing was finished', async () => {
    const stop = new AbortController();
    const given = answerTo(
      () => new Promise((_, reject) => stop.signal.addEventListener('abort', () => reject(stop.signal.reason))),
      withoutLab(stop.signal),
    );
    stop.abort();
    expect(await given).toEqual({
      outcome: 'stopped',
      reply: say('Stopped: nothing was finished.', { private: true }),
    });
  });

  test('of which its asker had seen enough before there was anything is that nothing was finished', async () => {
    const enough = AbortSignal.abort();
    const given = await answerTo(() => Promise.reject(enough.reason), { ...withoutLab(), enough });
    expect(given.outcome).toBe('stopped');
  });

  test.for([
    ['a lab that was closed', new LabClosedError()],
    ['a wait that was cut short', new DOMException('The operation was aborted', 'AbortError')],
  ] as const)('says that it was stopped when stopping led to %s', async ([, error]) => {
    const given = await answerTo(() => Promise.reject(error), withoutLab(AbortSignal.abort('shutting down')));
    expect(given.outcome).toBe('stopped');
  });

  test('keeps a failure of ours for the log though it was being stopped', async () => {
    const error = new TypeError('undefined is not a function');
    const given = await answerTo(() => Promise.reject(error), withoutLab(AbortSignal.abort()));
    expect(given).toMatchObject({ outcome: 'broken', error });
  });

  test('that was ready before it was stopped is given', async () => {
    const given = await answerTo(async () => say('done'), withoutLab(AbortSignal.abort()));
    expect(given.outcome).toBe('answered');
  });

  test('to a mistake is its sentence even when it was stopped', async () => {
    const given = await answerTo(() => Promise.reject(new UserError('no')), withoutLab(AbortSignal.abort()));
    expect(given.outcome).toBe('mistake');
  });

  test.for([new TypeError('undefined is not a function'), new LabClosedError(), 'a string', undefined, null])(
    'to a failure of ours (%s) keeps it for the log under the reference it tells',
    async (error) => {
      const given = await failWith(error);
      if (given.outcome !== 'broken') throw new Error(`outcome ${given.outcome}`);
      expect(given.error).toBe(error);
      expect(given.reference).toMatch(/^[0-9A-F]{4}$/u);
      expect(given.reply).toEqual(
        say(
          `Something broke on our side, reference ${given.reference}: whoever runs this bot can find out by it what went wrong.`,
          {
            private: true,
          },
        ),
      );
    },
  );

  test('to a failure of ours tells nothing of its insides', async () => {
    const { reply } = await failWith(new Error('token=secret at /home/me/bot.ts'));
    expect(JSON.stringify(reply)).not.toMatch(/secret|bot\.ts/u);
  });

  test('to a command that throws before it promises anything is no worse', async () => {
    const given = await answerTo(() => {
      throw new RangeError('at once');
    });
    expect(given.outcome).toBe('broken');
  });
});
