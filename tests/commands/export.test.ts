import { afterAll, describe, expect, it } from 'vitest';
import exportCommand from '../../commands/export.ts';
import train from '../../commands/train.ts';
import { MAX_CUSTOM_ID, parseCustomId, writeCustomId } from '../../src/chat/invocation.ts';
import { MAX_TEXT, type Reply } from '../../src/chat/reply.ts';
import { UserError } from '../../src/chat/user-error.ts';
import type { ExperimentFile } from '../../src/export/experiment-json.ts';
import type { RunData } from '../../src/findings/runs-data.ts';
import { openLab } from '../../src/lab/index.ts';
import { unheard, withoutLab } from '../chat/no-lab.ts';
import { lackOf, runPython, skipWhere } from '../export/python.ts';

const lab = openLab();
afterAll(() => lab.close());

const commands = [exportCommand, train];

const CSV = 'rooms;rent;note\n3;900,5;a\n2;700;b\n4;1200;c\n5;1500,25;d\n1;400;e\n2;650;f\n3;1000;g\n';

/** Whatever file is asked for is the one above. */
function ask(options: Record<string, string>, command = exportCommand): Promise<Reply> {
  const open = async () => Buffer.from(CSV);
  return command.run(options, { commands, lab, signal: new AbortController().signal, ...unheard, open });
}

function dataOf({ data }: Reply) {
  return data as { experiment: object; verdict: string | null; runs: RunData[] };
}

function fileOf({ files }: Reply, name: string): string {
  return Buffer.from(files.find((file) => file.name === name)!.content).toString();
}

const QUICK = { steps: '40', seeds: '2', hidden: '4' };

describe('/export', () => {
  it('trains what /train trains, and finds the same', async () => {
    for (const options of [
      QUICK,
      { ...QUICK, wd: '0.3; 0; 0,003', lr: '0.01', optimizer: 'adamw' },
      { ...QUICK, wd: '0' },
    ]) {
      expect(dataOf(await ask(options))).toEqual(dataOf(await ask(options, train)));
    }
  });

  it('hands over the script, the curves and the settings', async () => {
    const reply = await ask({ ...QUICK, lr: '0.02', wd: '0.1, 0.2' });
    expect(reply.files.map(({ name }) => name)).toEqual(['reproduce.py', 'curves.csv', 'experiment.json']);
    expect(fileOf(reply, 'reproduce.py')).toContain('LR = 0.02');
    expect(fileOf(reply, 'reproduce.py')).toContain('# /train lr:0.02 wd:0.1, 0.2 steps:40 seeds:2 hidden:4\n');
    expect(fileOf(reply, 'curves.csv')).toMatch(
      /^lr,wd,optimizer,seed,step,train,penalty,validation,weightLength\n0\.02,0,/u,
    );
    const file: ExperimentFile = JSON.parse(fileOf(reply, 'experiment.json'));
    expect(file.halflife).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(file.experiments.map(({ wd }) => wd)).toEqual([0, 0.1, 0.2]);
    expect(file.runs).toEqual(dataOf(reply).runs);
    expect(reply.text.length).toBeLessThanOrEqual(MAX_TEXT);
    expect(reply.text).toMatch(/^\*\*The same in plain PyTorch:\*\* .* its 6 runs end at the same numbers/u);
    expect(reply.private).toBe(false);
  });

  it('hands over a script that prints the numbers of the reply', async (context) => {
    skipWhere(lackOf('torch'), context);
    for (const options of [
      { ...QUICK, wd: '0.1, 0.2', schedule: 'cosine', batch: '6' },
      { ...QUICK, csv: 'folder/flats.csv', target: 'rent' },
    ]) {
      const reply = await ask(options);
      const { stdout } = await runPython(['reproduce.py'], reply.files);
      const printed = stdout.trim().split('\n');
      const { runs } = dataOf(reply);
      expect(printed).toHaveLength(runs.length);
      for (const [index, { penalty: _, ...run }] of runs.entries()) {
        const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 9));
        const { train, validation, weightLength } = run;
        expect(JSON.parse(printed[index]!)).toEqual({
          ...run,
          train: close(train),
          validation: close(validation),
          weightLength: close(weightLength),
        });
      }
    }
  });

  it('hands a table over as it came, for its buttons, and as the numbers that the script reads', async () => {
    const reply = await ask({ ...QUICK, csv: 'folder/flats.csv', target: 'rent' });
    expect(reply.files.map(({ name }) => name)).toEqual([
      'flats.csv',
      'reproduce.py',
      'reproduce.csv',
      'curves.csv',
      'experiment.json',
    ]);
    expect(fileOf(reply, 'flats.csv')).toBe(CSV);
    expect(fileOf(reply, 'reproduce.csv')).toMatch(/^rooms,rent\n3,900\.5\n2,700\n/u);
    expect(reply.text).toContain('`reproduce.csv`');
    expect(reply.buttons.map(({ sends }) => sends.options['csv'])).toEqual(['flats.csv', 'flats.csv']);
  });

  it('goes on to the same run here, and to the script of another optimizer', async () => {
    const reply = await ask({ ...QUICK, lr: '0.02', wd: '0.3', momentum: '0.5', nesterov: 'yes', private: 'yes' });
    expect(reply.private).toBe(true);
    expect(fileOf(reply, 'reproduce.py')).not.toContain('private');
    expect(reply.buttons.map(({ label, sends }) => [label, writeCustomId(sends)])).toEqual([
      ['Run it here', 'train?lr=0.02&wd=0.3&momentum=0.5&steps=40&seeds=2&hidden=4&nesterov=true&private=true'],
      ['PyTorch with AdamW', 'export?lr=0.01&wd=1&optimizer=adamw&steps=40&seeds=2&hidden=4&private=true'],
    ]);
    for (const { sends } of reply.buttons) {
      const id = writeCustomId(sends);
      expect(id.length).toBeLessThanOrEqual(MAX_CUSTOM_ID);
      const pressed = commands.find(({ name }) => name === sends.command)!;
      expect((await ask({ ...parseCustomId(id).options }, pressed)).private).toBe(true);
    }
    const back = await ask({ ...QUICK, optimizer: 'adamw' });
    expect(back.buttons.map(({ label, sends }) => [label, writeCustomId(sends)])[1]).toEqual([
      'PyTorch with SGD',
      'export?lr=0.05&wd=0.01&steps=40&seeds=2&hidden=4',
    ]);
  });

  it('tells how far it is', async () => {
    const shares: number[] = [];
    const progress = (share: number) => shares.push(share);
    await exportCommand.run(QUICK, { commands, lab, signal: new AbortController().signal, ...unheard, progress });
    expect(shares.at(-1)).toBe(1);
  });

  it.each([
    ['a word', { lr: 'ten' }, 'lr is "ten": a number is needed, such as 0.05 or 1e-3'],
    ['not-a-number', { wd: 'NaN' }, 'wd is "NaN": a number is needed, such as 0.01 or 1e-3'],
    ['infinity', { lr: 'Infinity' }, 'lr is "Infinity": a number is needed, such as 0.05 or 1e-3'],
    ['a negative', { wd: '-1' }, 'wd is "-1": it cannot be negative; try 0.01 or 1e-3'],
    ['too large for a number', { lr: '1e309' }, 'lr is "1e309": too large, at most 1000 works; try 0.05 or 1e-3'],
    ['nothing', { wd: '' }, 'wd is empty: at least one number is needed, such as 0.01 or 1e-3'],
    [
      '10,000 characters',
      { lr: 'x'.repeat(10_000) },
      `lr is "${'x'.repeat(40)}…": a number is needed, such as 0.05 or 1e-3`,
    ],
    ['right-to-left marks', { wd: '\u202eten\u202c' }, 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
    ['a zero-width space', { wd: 't\u200ben' }, 'wd is "ten": a number is needed, such as 0.01 or 1e-3'],
    ['@everyone', { lr: '@everyone' }, 'lr is "@\u200beveryone": a number is needed, such as 0.05 or 1e-3'],
    ['Markdown', { lr: '**1**' }, 'lr is "\\*\\*1\\*\\*": a number is needed, such as 0.05 or 1e-3'],
    ['an option it has not', { format: 'onnx' }, '/export has no option "format": '],
    ['settings that do not go together', { optimizer: 'adam', nesterov: 'yes' }, 'nesterov does not go with adam: '],
    ['too much work', { steps: '100000', seeds: '20', hidden: '128-128' }, 'times the work of a plain /train: '],
  ])('refuses %s with one exact sentence, and trains nothing', async (_, options, sentence) => {
    const refused = exportCommand.run({ ...(options as Record<string, string>) }, withoutLab());
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(sentence);
  });

  it('stops when it is not wanted any more', async () => {
    const gone = new AbortController();
    const stopped = exportCommand.run(
      { hidden: '64-64' },
      {
        commands,
        lab,
        signal: gone.signal,
        ...unheard,
        progress: () => gone.abort(new Error('given up')),
      },
    );
    await expect(stopped).rejects.toThrow('given up');
  });
});
