import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'vitest';
import {
  type Discord,
  findOpenApi,
  type SeenMessage,
  type SentInteraction,
  startDiscord,
} from '../../discord-double/index.ts';
import { startProcess } from '../../process.ts';

const BOT = new URL('../child/main.ts', import.meta.url).pathname;
const KILLS = 30;
const EPHEMERAL = 64;
/** Who asks while much of theirs waits is told so, which is an answer too. */
const REFUSED = /which is the most: try again/u;
const ENDED = /^worked for \d+ ms$/u;

/** People who go on asking, in every way there is. */
class Crowd {
  readonly #discord: Discord;
  readonly interactions: SentInteraction[] = [];
  readonly said: SeenMessage[] = [];
  #asked = 0;

  constructor(discord: Discord) {
    this.#discord = discord;
  }

  async askUntil(end: Promise<unknown>): Promise<void> {
    let isOver = false;
    void end.then(() => {
      isOver = true;
    });
    while (!isOver) {
      this.#ask();
      await delay(60 + Math.random() * 120);
    }
  }

  #ask(): void {
    this.#asked += 1;
    const user = this.#discord.world.person(`learner ${this.#asked % 20}`);
    const ms = String(Math.round(Math.random() * 700));
    const ended = this.interactions
      .flatMap(({ original }) => original ?? [])
      .filter(({ content }) => ENDED.test(content));
    const seen = ended.filter(({ flags }) => ((flags ?? 0) & EPHEMERAL) === 0);
    const last = seen[Math.floor(Math.random() * seen.length)];
    switch (this.#asked % 4) {
      case 0:
        this.said.push(this.#discord.say({ content: `<@${this.#discord.world.bot.id}> ${ms}`, user }));
        break;
      case 1:
        if (last !== undefined) {
          const asker = this.#asked % 8 === 1 ? last.interaction_metadata?.user : undefined;
          this.interactions.push(this.#discord.press({ message: last, label: 'Again', user: asker ?? user }));
        }
        break;
      default: {
        const options = { ms, ...(this.#asked % 8 === 2 && { private: true }) };
        this.interactions.push(this.#discord.command({ name: 'work', options, user }));
      }
    }
  }
}

/** Those that Discord was told of: of the others, people know that nothing came. */
function acknowledged(discord: Discord, { interactions }: Crowd): SentInteraction[] {
  const taken = discord
    .requestsTo('POST /interactions/:id/:token/callback')
    .filter(({ status }) => status !== undefined && status < 300)
    .map(({ path }) => path.split('/').at(-3));
  return interactions.filter(({ id }) => taken.includes(id));
}

test(`killed ${KILLS} times under load, it answers everything it acknowledged, and nothing twice`, {
  timeout: 600_000,
}, async ({ expect }) => {
  await using discord = await startDiscord({ openApi: findOpenApi() });
  const variables = { DISCORD_TOKEN: discord.token, DISCORD_API: discord.api, LOG_LEVEL: 'info' };
  const crowd = new Crowd(discord);
  const logs: string[] = [];
  const start = (cwd?: string) => startProcess(BOT, variables, cwd);
  let bot = start();
  await using _last = { [Symbol.asyncDispose]: () => bot.killed() };
  await discord.until(() => (discord.commands.list().length > 0 ? true : undefined), 'it never came');
  const over = Promise.withResolvers<void>();
  const asking = crowd.askUntil(over.promise);
  for (let kill = 0; kill < KILLS; kill += 1) {
    // From before it has taken up what was left to well within its work.
    await delay(Math.random() * 1_000);
    await bot.killed();
    logs.push(bot.stderr());
    bot = start(bot.cwd);
    await discord.gateway.seen('ready', { times: kill + 2 });
  }
  await delay(1_000);
  over.resolve();
  await asking;

  const accepted = acknowledged(discord, crowd);
  const isAnswer = (content = '') => ENDED.test(content) || REFUSED.test(content);
  const open = () => accepted.filter(({ original }) => !isAnswer(original?.content));
  await expect.poll(() => open().map(({ payload }) => payload.data), { timeout: 60_000 }).toEqual([]);
  await expect.poll(() => discord.posted.filter(({ content }) => !isAnswer(content))).toEqual([]);

  expect(accepted.length).toBeGreaterThan(KILLS);
  expect(accepted.flatMap(({ followUps }) => followUps)).toEqual([]);
  const answered = discord.posted.map(({ message_reference: to }) => to?.message_id).filter((id) => id !== undefined);
  expect(new Set(answered).size).toBe(answered.length);
  const resumed = [...logs, bot.stderr()].join('').match(/"resumed":true/gu) ?? [];
  expect(resumed.length).toBeGreaterThan(0);
});
