import { PNG } from 'pngjs';
import { afterAll, beforeAll, test } from 'vitest';
import { openKnowledge } from '../../src/answers/knowledge.ts';
import type { Command } from '../../src/chat/command.ts';
import { MAX_ALT } from '../../src/chat/reply.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { filesOf, openAll, pressed, saying, troubleOf, whole } from './all-commands.ts';
import { startBot, type TestBot } from './bot.ts';

let lab: Lab;
let commands: Command[];
let bot: TestBot;
beforeAll(async () => {
  ({ lab, commands } = await openAll());
  bot = await startBot(commands, { lab });
});
afterAll(async () => {
  await bot[Symbol.asyncDispose]();
  await lab.close();
});

test('Next step, pressed ten times, goes on in place and comes to where /step step:11 is', async ({ expect }) => {
  const asked = bot.discord.command({ name: 'step', options: { lr: '0.05', wd: '0.3' } });
  const first = await asked.message(whole);
  let message = first;
  for (let step = 2; step <= 11; step++) {
    message = await pressed(bot, message, 'Next step');
    expect(message.attachments[0]!.description, message.content).toMatch(new RegExp(`\\bstep ${step}\\b`, 'iu'));
    expect(message.id).toBe(first.id);
  }
  const eleventh = await bot.discord
    .command({ name: 'step', options: { lr: '0.05', wd: '0.3', step: 11 } })
    .message(whole);
  expect(message.content).toBe(eleventh.content);
  expect(message.attachments[0]!.description).toBe(eleventh.attachments[0]!.description);
  expect(message.attachments[0]!.bytes.equals(eleventh.attachments[0]!.bytes)).toBe(true);
  const back = await pressed(bot, message, 'First step');
  expect(back.content).toBe(first.content);
  expect(asked.followUps).toEqual([]);
  expect(troubleOf(bot)).toEqual([]);
});

const knowledge = openKnowledge(new URL('../../src/answers/', import.meta.url));

/** For each of these commands an answer that shows it. */
const DEMOS = ['step', 'forces', 'optimizers'].map((command) => {
  const ids = ['weight-grad-vs-loss-grad', 'weights-need-to-grow', 'sgd-equivalence'];
  const answer = ids.map((id) => knowledge.named(id)!).find(({ demo }) => demo.startsWith(`/${command} `));
  if (answer === undefined) throw new Error(`none of ${ids.join(', ')} shows /${command}`);
  return [command, answer] as const;
});

test.for(DEMOS)(
  '/ask that shows /%s has its formula and what it drew below one another, as one picture',
  async ([command, { title, formula, spoken, demo }], { expect }) => {
    const asked = bot.discord.command({ name: 'ask', options: { question: title } });
    const last = await asked.message(saying(/\*\*Live\*\*/u));
    expect(last.content).toContain(`**Live**, \`${demo}\`: **`);
    expect(filesOf(last)).toEqual([`formula-${command}.png`]);
    const [picture] = last.attachments;
    const alone = await lab.draw({ kind: 'formula', tex: formula! });
    const [above, both] = [Buffer.from(alone), picture!.bytes].map((png) => PNG.sync.read(png).height);
    expect(both).toBeGreaterThan(above! + 300);
    expect(picture!.description).toMatch(/^The formula: .+\n.+/u);
    expect(picture!.description).toContain(spoken!);
    expect(picture!.description!.length).toBeLessThan(MAX_ALT);
    expect(picture!.description).not.toMatch(/…$/u);
    expect(troubleOf(bot)).toEqual([]);
  },
);
