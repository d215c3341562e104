import { describe, expect, it } from 'vitest';
import help from '../../commands/help.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { writeCustomId } from '../../src/chat/invocation.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { unheard } from '../chat/no-lab.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

function ask(options: Record<string, string> = {}) {
  return help.run(options, { commands, lab: {} as Lab, signal: new AbortController().signal, ...unheard });
}

describe('/help', () => {
  it('lists every command there is, to the asker alone', async () => {
    const reply = await ask();
    for (const { name, description } of commands) expect(reply.text).toContain(`\`/${name}\`: ${description}`);
    expect(reply.private).toBe(true);
  });

  it('offers things to try that their commands take', async () => {
    for (const { sends } of (await ask()).buttons) {
      const command = commands.find(({ name }) => name === sends.command);
      expect(command?.options.safeParse(sends.options).success, writeCustomId(sends)).toBe(true);
    }
  });

  it.each(commands.map(({ name }) => name))('tells every option of /%s, within a message', async (name) => {
    const { text } = await ask({ command: `/${name}` });
    const { options } = commands.find((command) => command.name === name)!;
    for (const option of Object.keys(options.shape)) expect(text).toContain(`\`${option}\`: `);
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it('asks which was meant where there is no such command', async () => {
    await expect(ask({ command: 'trian' })).rejects.toThrow(UserError);
  });
});
