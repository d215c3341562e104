import { readdirSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import about from '../../commands/about.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { withoutLab } from '../chat/no-lab.ts';

const commands = await findCommands(new URL('../../commands/', import.meta.url));

function ask(options: Record<string, string> = {}) {
  return about.run(options, { ...withoutLab(), commands });
}

describe('/about', () => {
  it('tells its version, its licence and what it runs on', async () => {
    const { text } = await ask();
    const read = (file: string) => JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
    const { version, license } = read('package.json');
    expect(text).toContain(`**Halflife ${version}**`);
    expect(text).toContain(`under the ${license} licence`);
    expect(text).toContain(`Node ${process.version.slice(1)}`);
    const libraries = [
      ['discord.js', 'discord.js'],
      ['Vega-Lite', 'vega-lite'],
      ['MathJax', '@mathjax/src'],
      ['Zod', 'zod'],
    ] as const;
    for (const [name, folder] of libraries) {
      expect(text).toContain(`${name} ${read(`node_modules/${folder}/package.json`).version}`);
    }
    expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
  });

  it('counts the answers and the commands that there are', async () => {
    const files = readdirSync(new URL('../../src/answers/', import.meta.url)).filter((file) => file.endsWith('.md'));
    const { text } = await ask();
    expect(text).toContain(`${files.length} answers`);
    expect(text).toContain(`${commands.length} commands`);
  });

  it('says where its numbers come from and what it keeps', async () => {
    const { text } = await ask();
    expect(text).toMatch(/64-bit.*to the last bit.*PyTorch.*1e-9/su);
    expect(text).toMatch(/keeps.*nothing of who asked/su);
  });

  it('tells nothing of the machine, its people or its settings', async () => {
    const { text } = await ask();
    const secrets = [hostname(), userInfo().homedir, process.cwd(), process.env['PATH'], process.env['DISCORD_TOKEN']];
    for (const secret of secrets.filter((each) => each !== undefined && each.length > 3)) {
      expect(text).not.toContain(secret);
    }
  });

  it('is for the asker alone unless asked to be shown', async () => {
    expect((await ask()).private).toBe(true);
    expect((await ask({ private: 'no' })).private).toBe(false);
  });

  it('leads on to what can be asked', async () => {
    expect((await ask()).buttons.map(({ sends }) => sends)).toEqual([{ command: 'help', options: {} }]);
  });
});
