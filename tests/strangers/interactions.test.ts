import {
  InteractionResponseType as Ack,
  ApplicationCommandType,
  InteractionType,
  ApplicationCommandOptionType as Type,
} from 'discord-api-types/v10';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { findCommands } from '../../src/chat/find-commands.ts';
import { STOP_ID } from '../../src/chat/invocation.ts';
import type { MessageBody } from '../../src/discord/message.ts';
import { type LogLine, startBot, type TestBot } from '../discord/bot.ts';
import type { SeenMessage, SentInteraction } from '../discord-double/index.ts';
import { harmInMessage } from './harmless.ts';
import { tinyLab } from './tiny-lab.ts';
import { anyAsked, anyCustomId, anyText } from './typed.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));
const INTERACTIONS = 400;
/** Discord takes no longer message, of those who pay. */
const MAX_SAID = 4_000;

/** What strangers do, as a test can print it. */
type Deed =
  | {
      readonly do: 'command' | 'type';
      readonly name: string;
      readonly options: readonly object[];
      readonly resolved?: object;
    }
  | { readonly do: 'press'; readonly at: number; readonly id: string }
  | {
      readonly do: 'submit';
      readonly at: number | null;
      readonly id: string;
      readonly fields: Readonly<Record<string, string | readonly string[]>>;
    }
  | { readonly do: 'menu'; readonly name: string; readonly text: string; readonly bot: boolean }
  | { readonly do: 'say'; readonly text: string; readonly dm: boolean; readonly file: boolean };

const FILE = { filename: 'mine.csv', bytes: new TextEncoder().encode('x,y\n1,2') };

const said = anyText.map((text) => text.slice(0, MAX_SAID));
const value = fc.oneof(
  { weight: 3, arbitrary: said },
  { weight: 2, arbitrary: fc.oneof(fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(1e21, -0)) },
  { weight: 1, arbitrary: fc.constantFrom(null, undefined, {}, { a: 1 }, [], ['1'], '1234567890') },
);
const types = Object.values(Type).filter((type): type is Type => typeof type === 'number');
const option = (names: fc.Arbitrary<string>) =>
  fc.record({ name: names, type: fc.constantFrom(Type.String, Type.String, ...types), value });

const asked = anyAsked(commands);
const optionsOf = asked.chain(({ command, options }) =>
  fc.record({
    name: fc.constant(command),
    options: fc
      .tuple(
        fc.array(
          option(
            fc.oneof(
              fc.constantFrom('lr', 'csv', 'private', 'question', 'target', 'steps'),
              anyText.map((text) => text.slice(0, 32)),
            ),
          ),
          { maxLength: 2 },
        ),
        fc.constant(options.map(([name, given]) => ({ name, type: Type.String, value: given.slice(0, 6_000) }))),
      )
      .map((lists) => lists.flat()),
  }),
);
const subcommand = optionsOf.map(({ name, options }) => ({
  name,
  options: [{ name: 'start', type: Type.Subcommand, options }],
}));
const attachments = fc.constantFrom(
  undefined,
  {},
  {
    attachments: {
      '1234567890': {
        id: '1234567890',
        filename: '../../etc/passwd',
        size: 1e15,
        url: 'file:///etc/passwd',
        proxy_url: '',
      },
    },
  },
  {
    attachments: {
      '1234567890': {
        id: '1234567890',
        filename: '@everyone.csv',
        size: 3,
        url: 'http://127.0.0.1:1/a.csv',
        proxy_url: 'http://127.0.0.1:1/a.csv',
      },
    },
  },
);

const focusedOne = ({ name, options }: { name: string; options: readonly object[] }, at: number) => ({
  name,
  options: options.map((each, index) => (index === at ? { ...each, focused: true } : each)),
});

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.oneof({ weight: 6, arbitrary: optionsOf }, { weight: 1, arbitrary: subcommand }), attachments)
      .map(([use, resolved]): Deed => ({ do: 'command', ...use, ...(resolved && { resolved }) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.oneof({ weight: 6, arbitrary: optionsOf }, { weight: 1, arbitrary: subcommand }), fc.nat(4))
      .map(([use, at]): Deed => ({ do: 'type', ...focusedOne(use, at) })),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      at: fc.nat(9),
      id: fc.oneof(anyCustomId(commands), fc.constant(STOP_ID)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      at: fc.option(fc.nat(9)),
      id: fc.oneof(
        anyCustomId(commands),
        anyCustomId(commands).map((id) => `~${id}`.slice(0, 100)),
      ),
      fields: fc.dictionary(
        fc.constantFrom('lr', 'wd', 'task', 'a', 'seeds', 'csv', '__proto__', 'constructor'),
        fc.oneof(said, fc.array(said, { maxLength: 3 })),
        { maxKeys: 5 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('menu' as const),
      name: fc.constantFrom('Ask Halflife', 'Ask', '__proto__'),
      text: said,
      bot: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('say' as const), text: said, dm: fc.boolean(), file: fc.boolean() }),
  },
);

/** Until it was answered, and no more is to come: refused at once, or worked on and then answered. */
async function answered(sent: SentInteraction): Promise<void> {
  const { type } = await sent.acknowledged();
  if (type === Ack.DeferredChannelMessageWithSource) await sent.message();
}

interface Scene {
  readonly bot: TestBot;
  /** What is there to be pressed: none of it is the stranger's. */
  readonly there: readonly SeenMessage[];
}

/** Does it as somebody nobody has seen before, and waits for what comes of it. */
async function enact({ bot: { discord }, there }: Scene, what: Deed, n: number): Promise<void> {
  const user = discord.world.person(`stranger-${n}`);
  const at = (index: number) => there[index % there.length]!;
  switch (what.do) {
    case 'command':
    case 'type': {
      const { name, options, resolved } = what;
      const type =
        what.do === 'type' ? InteractionType.ApplicationCommandAutocomplete : InteractionType.ApplicationCommand;
      const data = { id: '1', name, type: ApplicationCommandType.ChatInput, options, ...(resolved && { resolved }) };
      return answered(discord.forge({ type, data, user }));
    }
    case 'press': {
      const message = at(what.at);
      // Whoever answered themselves seems to have asked for the message.
      const by = message.author.bot === true ? user : message.author;
      return answered(discord.press({ message, customId: what.id, forged: true, user: by }));
    }
    case 'submit':
      return answered(
        discord.modal({
          customId: what.id,
          values: what.fields,
          user,
          ...(what.at !== null && { message: at(what.at) }),
        }),
      );
    case 'menu': {
      const author = what.bot ? discord.world.anotherBot('feed') : user;
      const message = discord.say({ content: what.text, user: author, files: what.text.trim() === '' ? [FILE] : [] });
      const { attachments, ...wire } = message;
      const resolved = { messages: { [message.id]: { ...wire, attachments: [] } } };
      const data = { id: '1', name: what.name, type: ApplicationCommandType.Message, target_id: message.id, resolved };
      return answered(discord.forge({ type: InteractionType.ApplicationCommand, data, user }));
    }
    case 'say': {
      const files = what.file ? [{ filename: 'mine.csv', bytes: new TextEncoder().encode(what.text) }] : [];
      await discord.answerTo(discord.say({ content: what.text, mention: true, dm: what.dm, files, user }));
    }
  }
}

test(`${INTERACTIONS} things that strangers do are each answered, harmlessly, and change nothing of anybody else's`, {
  timeout: 180_000,
}, async () => {
  const dot = PNG.sync.write(new PNG({ width: 4, height: 4 }));
  await using bot = await startBot(commands, { lab: tinyLab(async () => dot) });
  const { discord } = bot;
  const ada = discord.world.person('ada');
  const own = discord.say({ content: 'mine', user: ada });
  const there = [
    await discord.command({ name: 'step', options: {}, user: ada }).message(),
    await discord.command({ name: 'train', options: { task: 'ridge', steps: 5, seeds: 2 }, user: ada }).message(),
    await discord.answerTo(discord.say({ content: '/step lr:0.2', mention: true, user: ada })),
    own,
    discord.say({ content: 'a reply', user: ada, replyTo: own }),
    discord.say({ content: 'of another bot', user: discord.world.anotherBot('feed') }),
  ];
  const before = there.map((message) => [message.content, discord.statesOf(message).length]);

  let read = 0;
  /** What the log has of failures since it was last looked at. */
  const failures = (): LogLine[] => {
    const lines = bot.rawLog().slice(read).split('\n').filter(Boolean);
    read = bot.rawLog().length;
    return lines.map((line): LogLine => JSON.parse(line)).filter(({ level }) => level >= 50);
  };

  let n = 0;
  await fc.assert(
    fc.asyncProperty(deed, async (what) => {
      await enact({ bot, there }, what, n++);
      expect([...discord.takeProblems(), ...failures()]).toEqual([]);
    }),
    { numRuns: INTERACTIONS },
  );
  await bot.stop();
  expect(failures()).toEqual([]);

  const sent = discord.requests.filter(({ method }) => method === 'POST' || method === 'PATCH');
  const messages = sent.flatMap(({ body, files }) => {
    const { data = body } = (body ?? {}) as { data?: unknown };
    return data !== null && typeof data === 'object' && 'content' in data
      ? [{ body: data as Partial<MessageBody>, files }]
      : [];
  });
  expect(messages.length).toBeGreaterThan(INTERACTIONS / 2);
  const named = (files: readonly { readonly filename: string }[]) => files.map(({ filename }) => ({ name: filename }));
  const harm = messages.flatMap(({ body, files }) =>
    harmInMessage(body, named(files)).map((what) => [what, body.content]),
  );
  expect(harm).toEqual([]);
  expect(discord.posted.filter(({ mention_everyone, mentions }) => mention_everyone || mentions.length > 0)).toEqual(
    [],
  );
  expect(
    there.map((message) => [
      discord.statesOf(message).at(-1)?.content ?? message.content,
      discord.statesOf(message).length,
    ]),
  ).toEqual(before);
});
