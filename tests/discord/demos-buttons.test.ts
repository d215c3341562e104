import { afterAll, beforeAll, test } from 'vitest';
import type { Command } from '../../src/chat/command.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { startDiscord } from '../discord-double/index.ts';
import { buttonsOf, EPHEMERAL, openAll, QUICK, troubleOf, whole } from './all-commands.ts';
import { openApi, startBot } from './bot.ts';

let lab: Lab;
let commands: Command[];
beforeAll(async () => {
  ({ lab, commands } = await openAll());
});
afterAll(() => lab.close());

/** Which of two classes a point is in, by the side of a line that it lies on. */
const SIDES = {
  filename: 'sides-of-a-line.csv',
  contentType: 'text/csv',
  bytes: Buffer.from(
    [
      'across,up,side',
      ...Array.from({ length: 30 }, (_, n) => {
        const [across, up] = [(n * 7) % 11, (n * 5) % 13];
        return `${across},${up},${across > up || n % 9 === 0 ? 'right' : 'left'}`;
      }),
    ].join('\n'),
  ),
};
const FILE = { csv: SIDES, target: 'side', ...QUICK };

test.for<[string, Record<string, string | number | boolean | typeof SIDES>]>([
  ['train', { ...FILE, wd: '0.003, 0.03' }],
  ['compare', { ...FILE, a: 'wd 0.01', b: 'adamw' }],
  ['forces', FILE],
  ['optimizers', FILE],
  ['sweep', { ...FILE, lrs: '0.01..0.1 x3', wds: '0.01' }],
  ['export', FILE],
  ['step', { wd: '0.25' }],
  ['about', {}],
])(
  'every button below /%s works, hours later and for others too, whatever bot it was',
  async ([name, options], { expect }) => {
    await using discord = await startDiscord({ openApi });
    const before = await startBot(commands, { lab, discord });
    const shown = name === 'about' ? { private: false } : {};
    const asked = discord.command({ name, options: { ...options, ...shown } });
    const message = await asked.message(whole);
    await before.stop();
    discord.clock.advance(5 * 60 * 60_000);
    await using bot = await startBot(commands, { lab, discord });
    const buttons = buttonsOf(message);
    const pressed = buttons.map(({ custom_id }, n) =>
      discord.press({ message, customId: custom_id, user: discord.world.person(`neighbour ${n}`) }),
    );
    for (const [n, { label }] of buttons.entries()) {
      if (label.endsWith('…')) expect((await pressed[n]!.modal()).components.length).toBeGreaterThan(1);
      else expect((await pressed[n]!.message({ timeoutMs: 50_000 })).flags! & EPHEMERAL, label).toBe(EPHEMERAL);
    }
    await bot.stop();
    const outcomes = bot.log().flatMap(({ via, outcome }) => (via === 'button' ? [outcome] : []));
    expect(outcomes).toHaveLength(buttons.length);
    expect(outcomes.filter((outcome) => outcome !== 'answered' && outcome !== 'form opened')).toEqual([]);
    expect(asked.original).toEqual(message);
    expect([...troubleOf(before), ...troubleOf(bot)]).toEqual([]);
  },
);
