import { test } from 'vitest';
import { openDiscord } from '../../../src/discord/gateway.ts';
import { DiscordStartError } from '../../../src/discord/start-error.ts';
import { openLog } from '../../../src/log.ts';
import { type Discord, startDiscord, unauthorized } from '../../discord-double/index.ts';
import { StoreInMemory } from '../../store/store-in-memory.ts';
import { noLab, openApi, settingsFor } from '../bot.ts';
import { hearing } from '../commands.ts';

type Revoking = readonly [string, (discord: Discord) => void];

const WAYS: readonly Revoking[] = [
  ['REST', ({ faults }: Discord) => void faults.next(/ \/channels\//u, unauthorized())],
  ['the gateway', ({ gateway }: Discord) => gateway.close(4004, 'Authentication failed')],
];

test.for(WAYS)(
  'a bot whose token is revoked under it, as %s says, knows that it is lost, and says what to do',
  async ([, revoke], { expect }) => {
    await using discord = await startDiscord({ openApi });
    const bot = await openDiscord({
      settings: settingsFor(discord, false),
      commands: [hearing],
      lab: noLab,
      store: new StoreInMemory(),
      missed: () => {},
      log: openLog({ level: 'silent' }),
      waits: { firstMs: 5, times: 2 },
    });
    revoke(discord);
    discord.say({ content: 'words', mention: true });
    const lost = await bot!.lost;
    expect(lost).toBeInstanceOf(DiscordStartError);
    expect(lost.message).toMatch(
      /^Discord refused DISCORD_TOKEN \((?:401 Unauthorized|gateway 4004)\): .*Copy a new one/u,
    );
    await bot!.stop({ finishMs: 1_000, farewellMs: 100 });
  },
);
