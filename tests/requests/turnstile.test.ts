import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type PersonLimits, type Ticket, Turnstile } from '../../src/requests/turnstile.ts';

const USUAL: PersonLimits = { running: 2, waiting: 3 };

function enter(turnstile: Turnstile, person: string, server: string | null = null, own = USUAL): Ticket {
  const entered = turnstile.enter({ person, server }, own);
  if ('refused' in entered) throw new Error(entered.refused);
  return entered;
}

/** Collects garbage now. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

function refusalOf(entered: ReturnType<Turnstile['enter']>): string {
  return 'refused' in entered ? entered.refused : 'not refused';
}

describe('whatever people do', () => {
  interface Inside {
    readonly ticket: Ticket;
    readonly person: string;
    readonly server: string | null;
    readonly heard: number[];
  }

  const limits = { running: 4, waiting: 12, serverShare: 0.75 };
  const SERVER_RUNNING = 3;
  const SERVER_WAITING = 9;
  const own = { running: 2, waiting: 3 };

  const enters = fc.record({
    does: fc.constant('enter' as const),
    person: fc.constantFrom(...'abcdefghij'),
    server: fc.constantFrom('big', 'big', 'small', null),
    always: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  });
  const leaves = fc.record({ does: fc.constant('leave' as const), which: fc.nat() });
  const doing = fc.oneof({ weight: 3, arbitrary: enters }, { weight: 2, arbitrary: leaves });
  const doings = fc.array(doing, { maxLength: 120, size: 'max' });
  type Doing = typeof doing extends fc.Arbitrary<infer One> ? One : never;

  class Scene {
    readonly turnstile = new Turnstile(limits);
    readonly inside: Inside[] = [];
    /** Whoever's turn it was, in that order. */
    readonly called: Inside[] = [];

    get running(): Inside[] {
      return this.inside.filter(({ ticket }) => ticket.place === 0);
    }

    get waiting(): Inside[] {
      return this.inside.filter(({ ticket }) => ticket.place > 0);
    }

    enter(person: string, server: string | null, always: boolean): string | null {
      const entered = this.turnstile.enter({ person, server }, own, { always });
      if ('refused' in entered) return entered.refused;
      const visit: Inside = { ticket: entered, person, server, heard: [] };
      this.inside.push(visit);
      entered.onMoved((place) => visit.heard.push(place));
      void entered.turn.then(() => this.called.push(visit));
      return null;
    }

    /** Resolves once all have been told. */
    async leave(which: number): Promise<void> {
      const [gone] = this.inside.splice(which, 1);
      gone!.ticket.leave();
      gone!.ticket.leave();
      await Promise.resolve();
    }

    async do(doing: Doing): Promise<void> {
      if (doing.does === 'enter') this.enter(doing.person, doing.server, doing.always);
      else if (this.inside.length > 0) await this.leave(doing.which % this.inside.length);
      await Promise.resolve();
    }
  }

  const times = (all: readonly Inside[], of: Partial<Inside>) =>
    all.filter((each) => Object.entries(of).every(([key, value]) => each[key as keyof Inside] === value)).length;

  test('the limits hold, nobody is refused without need, no place is left empty, and places are 1 to n', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (all) => {
        const scene = new Scene();
        for (const doing of all) {
          if (doing.does === 'leave') {
            await scene.do(doing);
          } else {
            const { person, server, always } = doing;
            const waitedBefore = scene.waiting.length;
            const refused = scene.enter(person, server, always);
            const ofServer = server === null ? 0 : times(scene.waiting, { server });
            if (refused !== null) {
              const isNeeded =
                times(scene.inside, { person }) >= own.running + own.waiting ||
                waitedBefore >= limits.waiting ||
                ofServer >= SERVER_WAITING;
              expect([always, isNeeded]).toEqual([false, true]);
            } else if (!always) {
              expect(times(scene.inside, { person })).toBeLessThanOrEqual(own.running + own.waiting);
              if (scene.waiting.length > waitedBefore) {
                expect(scene.waiting.length).toBeLessThanOrEqual(limits.waiting);
                expect(ofServer).toBeLessThanOrEqual(SERVER_WAITING);
              }
            }
          }
          const { running, waiting } = scene;
          expect(scene.turnstile.state).toEqual({ running: running.length, waiting: waiting.length });
          expect(running.length).toBeLessThanOrEqual(limits.running);
          for (const { person } of running) expect(times(running, { person })).toBeLessThanOrEqual(own.running);
          if (running.length < limits.running) {
            for (const { person } of waiting) expect(times(running, { person })).toBe(own.running);
          }
          const places = waiting.map(({ ticket }) => ticket.place).toSorted((a, b) => a - b);
          expect(places).toEqual(waiting.map((_, index) => index + 1));
        }
      }),
    );
  });

  test('all who stay are called, in the order of their places where each takes the same time', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (all) => {
        const scene = new Scene();
        for (const doing of all) await scene.do(doing);
        const expected = scene.waiting.toSorted((a, b) => a.ticket.place - b.ticket.place);
        const before = scene.called.length;
        while (scene.inside.length > 0) {
          const first = scene.called.find((each) => scene.inside.includes(each));
          await scene.leave(scene.inside.indexOf(first!));
        }
        expect(scene.called.slice(before)).toEqual(expected);
        expect(scene.turnstile.state).toEqual({ running: 0, waiting: 0 });
      }),
    );
  });

  test('all who stay are called, however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(doings, fc.infiniteStream(fc.nat()), async (all, ends) => {
        const scene = new Scene();
        for (const doing of all) await scene.do(doing);
        const stayed = [...scene.inside];
        while (scene.inside.length > 0) {
          const [one] = ends.take(1);
          await scene.leave(scene.inside.indexOf(scene.running[one! % scene.running.length]!));
        }
        expect(new Set(scene.called).isSupersetOf(new Set(stayed))).toBe(true);
      }),
    );
  });

  test('what one hears of its place gets better each time, and is true when it is heard', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (all) => {
        const scene = new Scene();
        for (const doing of all) {
          const counts = new Map(scene.inside.map((each) => [each, each.heard.length]));
          await scene.do(doing);
          for (const each of scene.inside) {
            const heard = each.heard.slice(counts.get(each) ?? 0);
            expect(heard).toEqual(heard.length === 0 ? [] : [each.ticket.place]);
          }
        }
        for (const { heard } of scene.inside) {
          expect(heard).toEqual([...new Set(heard)].toSorted((a, b) => b - a));
          expect(heard).not.toContain(0);
        }
      }),
    );
  });

  test('a server that has its share gives way while others wait', async () => {
    await fc.assert(
      fc.asyncProperty(doings, async (all) => {
        const scene = new Scene();
        for (const doing of all) {
          const ranBefore = scene.running;
          const waitedBefore = scene.waiting;
          await scene.do(doing);
          const begun = scene.running.filter((each) => !ranBefore.includes(each) && waitedBefore.includes(each));
          for (const { server, person: called } of begun) {
            if (server === null || times(scene.running, { server }) <= SERVER_RUNNING) continue;
            // What the same person asked elsewhere stood behind what was called now.
            const others = scene.waiting.filter((each) => each.server !== server && each.person !== called);
            // A person's requests go in the order they came: the first of each is who could have been called.
            const first = others.filter(
              ({ person, ticket }) =>
                !scene.waiting.some((each) => each.person === person && each.ticket.place < ticket.place),
            );
            for (const { person } of first) expect(times(scene.running, { person })).toBe(own.running);
          }
        }
      }),
    );
  });
});

test('people take turns, however many requests each has', () => {
  const amounts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }), (each, places, running) => {
      const turnstile = new Turnstile({ running: places });
      const own = { running, waiting: 20 };
      const under = Array.from({ length: places }, (_, index) => enter(turnstile, `earlier ${index}`));
      let waiting = each.flatMap((amount, person) =>
        Array.from({ length: amount }, () => ({ person, ticket: enter(turnstile, `person ${person}`, null, own) })),
      );
      const turns = each.map(() => 0);
      while (waiting.length > 0) {
        under.shift()!.leave();
        for (const { person, ticket } of waiting.filter(({ ticket }) => ticket.place === 0)) {
          turns[person]! += 1;
          under.push(ticket);
        }
        waiting = waiting.filter(({ ticket }) => ticket.place > 0);
        const still = [...new Set(waiting.map(({ person }) => person))].map((person) => turns[person]!);
        if (still.length > 0) expect(Math.max(...still) - Math.min(...still)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('who has nothing under way is called before another is called twice', () => {
  const turnstile = new Turnstile({ running: 2 });
  const [first] = [enter(turnstile, 'ann'), enter(turnstile, 'ben')];
  const second = enter(turnstile, 'ben');
  const newcomer = enter(turnstile, 'cem');
  expect([second.place, newcomer.place]).toEqual([2, 1]);
  first.leave();
  expect([second.place, newcomer.place]).toEqual([1, 0]);
});

test('nobody waits for ever while new people keep coming', () => {
  const turnstile = new Turnstile({ running: 2 });
  const under = [enter(turnstile, 'first'), enter(turnstile, 'second')];
  const line = Array.from({ length: 10 }, (_, index) => enter(turnstile, `person ${index}`));
  const patient = enter(turnstile, 'patient');
  let calls = 0;
  for (; patient.place > 0; calls++) {
    line.push(enter(turnstile, `newcomer ${calls}`), enter(turnstile, `person ${calls % 10}`));
    under.shift()!.leave();
    under.push(...line.filter(({ place }) => place === 0));
    line.splice(0, line.length, ...line.filter(({ place }) => place > 0));
  }
  expect(calls).toBe(11);
});

test('one that leaves while it waits has no turn, and those behind it move up', async () => {
  const turnstile = new Turnstile({ running: 1 });
  const under = enter(turnstile, 'ann');
  const [gone, next] = [enter(turnstile, 'ben'), enter(turnstile, 'cem')];
  const turn = vi.fn();
  const heard = vi.fn();
  void gone.turn.then(turn);
  next.onMoved(heard);
  gone.leave();
  under.leave();
  await next.turn;
  next.leave();
  expect(turn).not.toHaveBeenCalled();
  expect(turnstile.state).toEqual({ running: 0, waiting: 0 });
});

test('what was accepted before a restart is let in over every limit, and waits like all', () => {
  const turnstile = new Turnstile({ running: 1, waiting: 1 });
  const all = Array.from({ length: 9 }, () =>
    turnstile.enter({ person: 'ann', server: 'a class' }, { running: 1, waiting: 0 }, { always: true }),
  );
  expect(all.map((each) => ('refused' in each ? each.refused : each.place))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a server alone may have every place that works, but not the whole line', () => {
  const turnstile = new Turnstile({ running: 4, waiting: 8 });
  const enter = (person: string, server: string) => turnstile.enter({ person, server }, USUAL);
  const all = Array.from({ length: 10 }, (_, index) => enter(`person ${index}`, 'a class'));
  expect(turnstile.state).toEqual({ running: 4, waiting: 6 });
  expect(all.some((each) => 'refused' in each)).toBe(false);
  expect(refusalOf(enter('one more', 'a class'))).toBe(
    '6 requests of this server are waiting, which is the most for one server: try again in a minute.',
  );
  const others = [enter('ann', 'another'), enter('ben', 'another')];
  expect(others.map(refusalOf)).toEqual(['not refused', 'not refused']);
  expect(refusalOf(enter('cem', 'another'))).toBe('8 requests are waiting, which is the most: try again in a minute.');
  (all[0] as Ticket).leave();
  expect((others[0] as Ticket).place).toBe(0);
});

test('people who have nothing here any more are forgotten', () => {
  const turnstile = new Turnstile({ running: 2, waiting: 3 });
  const heapAfter = (round: number) => {
    for (let index = 0; index < 20_000; index++) {
      const name = `${round} ${index} ${'x'.repeat(200)}`;
      enter(turnstile, name, name).leave();
    }
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heapAfter(1);
  expect((heapAfter(2) - before) / 1e6).toBeLessThan(2); // the names alone would take 5
});

describe('the refusal', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** One whose requests took so many seconds each, and who now has five. */
  function afterSeconds(...seconds: number[]): string {
    const turnstile = new Turnstile();
    for (const each of seconds) {
      const visit = enter(turnstile, 'earlier');
      vi.advanceTimersByTime(each * 1_000);
      visit.leave();
    }
    for (let taken = 0; taken < 5; taken++) enter(turnstile, 'ann');
    return refusalOf(turnstile.enter({ person: 'ann', server: null }, USUAL));
  }

  test('says what the limit is and, from what took how long of late, when to try again', () => {
    const five = '5 of your requests are under way, which is the most:';
    expect(afterSeconds()).toBe(`${five} try again in a minute.`);
    expect(afterSeconds(0.2)).toBe(`${five} try again in about 5 s.`);
    expect(afterSeconds(18)).toBe(`${five} try again in about 20 s.`);
    expect(afterSeconds(18, 20, 17)).toBe(`${five} try again in about 20 s.`);
    expect(afterSeconds(58)).toBe(`${five} try again in about 1 min.`);
    expect(afterSeconds(90)).toBe(`${five} try again in about 2 min.`);
  });

  test('counts in good English', () => {
    const turnstile = new Turnstile();
    const own = { running: 1, waiting: 0 };
    enter(turnstile, 'ann', null, own);
    expect(refusalOf(turnstile.enter({ person: 'ann', server: null }, own))).toBe(
      '1 of your requests is under way, which is the most: try again in a minute.',
    );
  });

  test('comes to nobody who has left', () => {
    const turnstile = new Turnstile();
    for (let round = 0; round < 10; round++) {
      const all = Array.from({ length: 5 }, () => enter(turnstile, 'ann'));
      for (const each of all) each.leave();
    }
    expect(turnstile.state).toEqual({ running: 0, waiting: 0 });
  });
});
