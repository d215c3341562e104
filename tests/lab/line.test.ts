import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InLine, Line } from '../../src/lab/line.ts';

class Tasks implements InLine {
  readonly person: string;
  readonly urgent: boolean;
  readonly isShort: boolean;
  waiting: number;

  constructor(person: string, { waiting = 1, urgent = false, isShort = true } = {}) {
    this.person = person;
    this.urgent = urgent;
    this.isShort = isShort;
    this.waiting = waiting;
  }
}

/** Serves the next, as the lab does. */
function serve(line: Line<Tasks>): Tasks | undefined {
  const next = line.next();
  if (next !== undefined) next.waiting -= 1;
  return next;
}

const requests = fc.array(
  fc.record({
    person: fc.constantFrom('ann', 'ben', 'cem', 'dan'),
    waiting: fc.integer({ min: 0, max: 6 }),
    urgent: fc.boolean(),
    isShort: fc.boolean(),
  }),
  { maxLength: 12 },
);

test('everything that joins is served, as often as it has tasks, the urgent first', () => {
  fc.assert(
    fc.property(requests, fc.integer({ min: 1, max: 4 }), (wanted, workers) => {
      const line = new Line<Tasks>();
      const all = wanted.map(({ person, ...options }) => new Tasks(person, options));
      const tasks = all.reduce((sum, { waiting }) => sum + waiting, 0);
      for (const each of all) line.join(each);
      const served: Tasks[] = [];
      const running: Tasks[] = [];
      for (let next = serve(line); next !== undefined; next = serve(line)) {
        expect(all.some(({ urgent, waiting }) => urgent && waiting > 0) && !next.urgent).toBe(false);
        served.push(next);
        running.push(next);
        if (running.length === workers) line.ended(running.shift()!);
      }
      expect(served).toHaveLength(tasks);
      expect(all.every(({ waiting }) => waiting === 0)).toBe(true);
    }),
  );
});

test('workers are shared evenly by people who want all of them, however many requests each has', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 8 }), fc.infiniteStream(fc.nat()), (each, workers, ends) => {
      const line = new Line<Tasks>();
      for (const [person, amount] of each.entries()) {
        for (let count = 0; count < amount; count++) line.join(new Tasks(`person ${person}`, { waiting: 1_000 }));
      }
      const running: Tasks[] = [];
      const countsNow = () =>
        each.map((_, person) => running.filter((one) => one.person === `person ${person}`).length);
      while (running.length < workers) running.push(serve(line)!);
      expect(Math.max(...countsNow()) - Math.min(...countsNow())).toBeLessThanOrEqual(1);
      for (let step = 0; step < 60; step++) {
        const [which] = ends.take(1);
        const [ended] = running.splice(which! % running.length, 1);
        line.ended(ended!);
        const counts = countsNow();
        const next = serve(line)!;
        running.push(next);
        expect(counts[Number(next.person.split(' ')[1])]).toBe(Math.min(...counts));
      }
    }),
  );
});

test('the express serves only what is short, of people with nothing under way', () => {
  const line = new Line<Tasks>();
  line.join(new Tasks('ann', { waiting: 2 }));
  expect(serve(line)?.person).toBe('ann');
  line.join(new Tasks('ben', { isShort: false }));
  expect(line.nextExpress()).toBeUndefined();
  const [quick, drawing] = [new Tasks('ben'), new Tasks('cem', { urgent: true })];
  line.join(quick);
  line.join(drawing);
  expect([line.nextExpress(), line.nextExpress(), line.nextExpress()]).toEqual([drawing, quick, undefined]);
});

test('what is cancelled while it waits is passed over', () => {
  const line = new Line<Tasks>();
  const [first, second] = [new Tasks('ann', { waiting: 5 }), new Tasks('ben')];
  line.join(first);
  line.join(second);
  first.waiting = 0;
  expect([serve(line), serve(line)]).toEqual([second, undefined]);
});
