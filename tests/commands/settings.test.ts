import { describe, expect, it } from 'vitest';
import settings from '../../commands/settings.ts';
import { MemoryUnavailableError, USUAL_SETTINGS } from '../../src/chat/memory.ts';
import { MAX_LABEL, MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import { MANAGER, remembering } from './remembering.ts';

const [GENERAL, HOMEWORK] = ['123456789012345671', '123456789012345672'];
const MEMBER = { ...MANAGER, mayManage: false };

describe('/settings', () => {
  it('alone shows how they stand and changes nothing', async () => {
    const { store, context } = remembering();
    const { text, private: hidden, data } = await settings.run({}, context('ada', MANAGER));
    for (const line of ['`channels` all', '`privately` no', '`demos` yes', '`running` 2', '`waiting` 3']) {
      expect(text).toContain(`- ${line}: `);
    }
    expect(text).toContain('/settings privately:yes');
    expect(hidden).toBe(true);
    expect(data).toEqual(USUAL_SETTINGS);
    expect(store.settings.size).toBe(0);
  });

  it('changes what is given, leaves the rest, and says what changed', async () => {
    const { store, context } = remembering();
    const asked = { channels: `<#${GENERAL}>, ${HOMEWORK}`, privately: 'yes', running: '1' };
    const { text } = await settings.run(asked, context('ada', MANAGER));
    const kept = { ...USUAL_SETTINGS, channels: [GENERAL, HOMEWORK], privately: true, running: 1 };
    expect(store.settings.get(MANAGER.id)).toEqual(kept);
    expect(text).toContain('**Changed**: channels, privately from no to yes, running from 2 to 1.');
    expect(text).toContain(`- \`channels\` <#${GENERAL}> <#${HOMEWORK}>: `);
    const again = await settings.run({ waiting: '0', channels: 'ALL' }, context('ada', MANAGER));
    expect(store.settings.get(MANAGER.id)).toEqual({ ...kept, channels: null, waiting: 0 });
    expect(again.text).toContain('**Changed**: channels, waiting from 3 to 0.');
    expect(again.text).toContain('- `channels` all: ');
    expect((await settings.run({ waiting: '0' }, context('ada', MANAGER))).text).toContain('**Nothing changed**');
  });

  it('does not promise to answer mentions in private', async () => {
    const { text } = await settings.run({ privately: 'yes' }, remembering().context('ada', MANAGER));
    expect(text).toMatch(/`privately` yes: replies to commands .* below mentions all see them$/mu);
  });

  it('has buttons that switch, each to what is not so', async () => {
    const { store, context } = remembering();
    for (let presses = 0; presses < 2; presses++) {
      for (const index of [0, 1]) {
        const { buttons } = await settings.run({}, context('ada', MANAGER));
        const before = store.settings.get(MANAGER.id) ?? USUAL_SETTINGS;
        await settings.run(buttons[index]!.sends.options, context('ada', MANAGER));
        expect(store.settings.get(MANAGER.id)).not.toEqual(before);
      }
    }
    expect(store.settings.get(MANAGER.id)).toEqual(USUAL_SETTINGS);
  });

  it.each([
    [MEMBER, /^\/settings is for those who may manage this server: ask one of them/u],
    [null, /Discord server that you may manage/u],
  ])('is refused to others and elsewhere, showing and changing nothing (%#)', async (server, sentence) => {
    const { store, context } = remembering();
    for (const options of [{}, { privately: 'yes' }] as Record<string, string>[]) {
      const refused = settings.run(options, context('bob', server));
      await expect(refused).rejects.toThrow(UserError);
      await expect(refused).rejects.toThrow(sentence);
    }
    expect(store.settings.size).toBe(0);
  });

  it.each([
    [{ channels: 'general' }, 'channels is "general": mention channels'],
    [{ channels: '<@123456789012345671>' }, 'channels is "'],
    [{ channels: ' ' }, 'channels is empty'],
    [
      { channels: Array.from({ length: 26 }, (_, n) => 10n ** 17n + BigInt(n)).join(' ') },
      'channels has 26 channels: at most 25 work',
    ],
    [{ running: '0' }, 'running is "0"'],
    [{ running: '3' }, 'running is "3": too large, at most 2'],
    [{ waiting: '-1' }, 'waiting is "-1"'],
    [{ waiting: '4' }, 'waiting is "4": too large, at most 3'],
    [{ demos: 'perhaps' }, 'demos is "perhaps": it can be yes or no'],
    [{ everything: 'off' }, '/settings has no option "everything"'],
  ])('refuses %j and changes nothing', async (options, sentence) => {
    const { store, context } = remembering();
    await expect(settings.run(options, context('ada', MANAGER))).rejects.toThrow(sentence);
    expect(store.settings.size).toBe(0);
  });

  it('fits into a message with as many channels as there may be', async () => {
    const { context } = remembering();
    const channels = (from: number) => Array.from({ length: 25 }, (_, n) => 10n ** 19n + BigInt(from + n)).join(' ');
    await settings.run({ channels: channels(0) }, context('ada', MANAGER));
    const { text, buttons } = await settings.run({ channels: channels(100) }, context('ada', MANAGER));
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
    for (const { label } of buttons) expect(label.length).toBeLessThanOrEqual(MAX_LABEL);
  });

  it('says that it cannot be reached, where it is not, and shows nothing made up', async () => {
    const { store, context } = remembering();
    store.away = true;
    await expect(settings.run({}, context('ada', MANAGER))).rejects.toThrow(MemoryUnavailableError);
    await expect(settings.run({ demos: 'no' }, context('ada', MANAGER))).rejects.toThrow(MemoryUnavailableError);
  });

  it('is offered to managers alone, and never seen by others', () => {
    expect(settings).toMatchObject({ for: 'managers', secret: true });
  });
});
