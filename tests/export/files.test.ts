import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { withDefaults } from '../../src/chat/experiment-defaults.ts';
import { MAX_TEXT } from '../../src/chat/reply.ts';
import { readTable } from '../../src/csv/read-table.ts';
import { curvesCsv } from '../../src/export/curves.ts';
import { type ExperimentFile, experimentJson } from '../../src/export/experiment-json.ts';
import { namesOf } from '../../src/export/files.ts';
import { nudged, sensitivities } from '../../src/export/sensitivity.ts';
import { tableCsv } from '../../src/export/table-csv.ts';
import { exportText } from '../../src/export/words.ts';
import { findingsOf } from '../../src/findings/findings.ts';
import { runsData } from '../../src/findings/runs-data.ts';
import type { Experiment } from '../../src/training/experiment.ts';
import type { History } from '../../src/training/history.ts';
import { anyExperiments, armOf } from './arms.ts';
import { quantities, twoClasses } from './tables.ts';

const MADE = { halflife: '1.2.3', message: '/train' };

describe('curves.csv', () => {
  it('reads back to every record of every run, to the last bit', () => {
    fc.assert(
      fc.property(anyExperiments, (experiments) => {
        const arms = experiments.map(armOf);
        const { data } = Papa.parse<Record<string, string>>(curvesCsv(arms), {
          header: true,
          skipEmptyLines: true,
        });
        const records = arms.flatMap(({ experiment: { lr, wd, optimizer }, histories }) =>
          histories.flatMap((history) =>
            history.steps.map((step, at) => ({
              lr,
              wd,
              optimizer,
              seed: history.seed,
              step,
              train: history.dataLoss[at],
              penalty: history.penalty[at],
              validation: history.validationLoss[at],
              weightLength: history.weightLength[at],
            })),
          ),
        );
        const numbers = ({ optimizer, ...texts }: Record<string, string>) => ({
          optimizer,
          ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, Number(text)])),
        });
        expect(data.map(numbers)).toEqual(records);
      }),
      { numRuns: 30 },
    );
  });
});

describe('experiment.json', () => {
  it('reads back to the same experiments and the same last numbers', () => {
    fc.assert(
      fc.property(anyExperiments, (experiments) => {
        const arms = experiments.map(armOf);
        const file: ExperimentFile = JSON.parse(experimentJson(arms, MADE));
        expect(file).toMatchObject(MADE);
        expect(file.experiments).toEqual(experiments);
        expect(file.runs).toEqual(runsData(arms));
      }),
      { numRuns: 30 },
    );
  });

  it.each([quantities, twoClasses])('tells of $name, whose rows read back from the CSV file beside it', (table) => {
    const arm = armOf(withDefaults({ csv: table.name, table, steps: 2, seeds: 1 }));
    const file: ExperimentFile = JSON.parse(experimentJson([arm], MADE));
    const written = file.experiments[0]!.table!;
    expect(written.file).toBe(namesOf(table).table);
    const read = readTable(Buffer.from(tableCsv(table)), table.name, table.columns[written.target]);
    expect({ ...read.table, values: [...read.table.values] }).toEqual({ ...table, values: [...table.values] });
  });
});

it('no two files have one name, whatever a table is called', () => {
  for (const name of ['reproduce.csv', 'curves.csv', 'experiment.json', 'reproduce.py', 'flats.csv']) {
    const names = [name, ...Object.values(namesOf({ name }))];
    expect(new Set(names).size).toBe(names.length);
  }
});

describe('the words', () => {
  it('are at most 2,000 characters, for any experiment', () => {
    fc.assert(
      fc.property(anyExperiments, fc.boolean(), fc.boolean(), (experiments, known, own) => {
        const table = { ...quantities, name: `${'x'.repeat(36)}.csv` };
        const arms = experiments.map(armOf).map(({ experiment, histories }) => ({
          // As long as it may get, with a file to name.
          experiment: own ? { ...experiment, task: 'csv' as const, table } : experiment,
          histories,
        }));
        const moved = experiments.map((experiment) => armOf(nudged(experiment)));
        const text = exportText({
          arms,
          finding: findingsOf(experiments.map(armOf)).title,
          sensitivities: known ? arms.map((arm, index) => sensitivities(arm, moved[index]!)) : null,
        });
        expect(text.length, text).toBeLessThanOrEqual(MAX_TEXT - 100);
      }),
      { numRuns: 60 },
    );
  });

  const ridge = withDefaults({ task: 'ridge', steps: 60, seeds: 2 });

  it('promise nine digits only where the last bit changes none of them', () => {
    const chaotic: Experiment = withDefaults({
      hidden: [16],
      steps: 600,
      lr: 0.1,
      nesterov: true,
      schedule: 'warmup-cosine',
      seeds: 2,
    });
    const textOf = (experiment: Experiment) => {
      const arms = [{ ...experiment, wd: 0 }, experiment].map(armOf);
      const moved = arms.map((arm) => armOf(nudged(arm.experiment)));
      return exportText({
        arms,
        finding: 'x',
        sensitivities: arms.map((arm, index) => sensitivities(arm, moved[index]!)),
      });
    };
    expect(textOf(ridge)).toContain('its 4 runs end at the same numbers, to at least 9 digits.');
    expect(textOf(ridge)).not.toContain('about');
    expect(textOf(chaotic)).toMatch(
      /rounding alone may change what comes out, from the (?:first|second|third) digit on/u,
    );
    expect(textOf(chaotic)).toMatch(/- no decay: about \d/u);
  });

  it('give the numbers of seed 1 to nine digits', () => {
    const arms = [armOf(ridge)];
    const { dataLoss, validationLoss, weightLength } = arms[0]!.histories[0]!;
    const text = exportText({ arms, finding: 'x', sensitivities: null });
    for (const series of [dataLoss, validationLoss, weightLength]) {
      const shown = String(Number(series.at(-1)!.toPrecision(9)));
      expect(text).toContain(shown);
    }
  });

  it('tell the step of a run that diverges', () => {
    const arms = [armOf(withDefaults({ task: 'ridge', lr: 3, steps: 3_000, seeds: 1 }))];
    const history: History = arms[0]!.histories[0]!;
    expect(history.divergedAt).toBeGreaterThan(0);
    const text = exportText({ arms, finding: 'x', sensitivities: null });
    expect(text).toContain(`null, for it diverges at step ${history.divergedAt}`);
  });
});
