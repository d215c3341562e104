import { setTimeout as delay } from 'node:timers/promises';
import { parseCustomId, writeMessage } from '../../src/chat/invocation.ts';
import {
  type Memory,
  MemoryUnavailableError,
  type PastExperiment,
  type ServerSettings,
  USUAL_SETTINGS,
} from '../../src/chat/memory.ts';
import {
  type Asker,
  type KeptRequest,
  type MissedQuestionStore,
  RETENTION,
  type RequestStore,
  type Store,
} from '../../src/store/store.ts';

interface Kept extends PastExperiment {
  readonly person: string;
}

/** A store that forgets everything with the process, and that can be taken away: for tests of what uses one. */
export class StoreInMemory implements Store {
  /** While it is true everything rejects, but for what never does. */
  away = false;
  /** How long it takes to be reached, in milliseconds. */
  takesMs = 0;
  /** The time, in milliseconds since 1970. */
  now: () => number = Date.now;
  /** The oldest first. */
  readonly experiments: Kept[] = [];
  readonly settings = new Map<string, ServerSettings>();
  readonly #requests = new Map<string, KeptRequest>();
  readonly #missed: Awaited<ReturnType<MissedQuestionStore['list']>> = [];

  readonly requests: RequestStore = {
    accept: (request) =>
      this.#reached(() => {
        if (this.#requests.has(request.id)) return false;
        this.#requests.set(request.id, structuredClone(request));
        return true;
      }),
    get: (id) => this.#reached(() => structuredClone(this.#requests.get(id)) ?? null),
    note: (id, notes) =>
      this.#reached(() => {
        const request = this.#requests.get(id);
        if (request !== undefined) this.#requests.set(id, { ...request, notes: { ...request.notes, ...notes } });
      }),
    unanswered: () =>
      this.#reached(() => structuredClone([...this.#requests.values()]).sort((a, b) => a.acceptedAt - b.acceptedAt)),
    answered: (id) => this.#reached(() => void this.#requests.delete(id)),
  };

  readonly missed: MissedQuestionStore = {
    keep: (question) =>
      this.#reached(() => void this.#missed.push({ time: new Date(this.now()).toISOString(), ...question })),
    list: () => this.#reached(() => [...this.#missed]),
  };

  memoryOf({ person, server }: Asker): Memory {
    return {
      past: ({ words = '', most = 25 } = {}) =>
        this.#reached(() =>
          this.experiments
            .filter((kept) => kept.person === person && hasWords(kept, words))
            .reverse()
            .slice(0, most)
            .map(({ person: _, ...past }) => past),
        ),
      forget: () => this.#reached(() => this.#drop((kept) => kept.person === person)),
      server: server && {
        mayManage: server.mayManage,
        settings: () => this.#reached(() => this.#settingsOf(server.id)),
        change: (changes) =>
          this.#reached(() => {
            const changed = { ...this.#settingsOf(server.id), ...changes };
            this.settings.set(server.id, changed);
            return changed;
          }),
      },
    };
  }

  keep({ person }: Asker, { verdict, headline, link }: Parameters<Store['keep']>[1]): Promise<void> {
    return this.#reached(() => void this.experiments.push({ person, verdict, headline, link, at: this.now() }));
  }

  async settingsOf(server: string): Promise<ServerSettings> {
    return this.#settingsOf(server);
  }

  forgetServer(server: string): Promise<void> {
    return this.#reached(() => void this.settings.delete(server));
  }

  forgetOld() {
    return this.#reached(() => {
      const now = this.now();
      const requests = [...this.#requests.values()].filter((each) => each.acceptedAt < now - RETENTION.request);
      for (const { id } of requests) this.#requests.delete(id);
      const young = this.#missed.filter(({ time }) => Date.parse(time) >= now - RETENTION.missed);
      const missed = this.#missed.length - young.length;
      this.#missed.splice(0, Infinity, ...young);
      const experiments = this.#drop(({ at }) => at < now - RETENTION.experiment);
      return { requests: requests.length, experiments, missed };
    });
  }

  ping(): Promise<void> {
    return this.#reached(() => {});
  }

  async close(): Promise<void> {}

  async #reached<T>(work: () => T): Promise<T> {
    if (this.takesMs > 0) await delay(this.takesMs);
    if (this.away) throw new MemoryUnavailableError(new Error('it was taken away'));
    return work();
  }

  #settingsOf(server: string): ServerSettings {
    return this.settings.get(server) ?? USUAL_SETTINGS;
  }

  #drop(unwanted: (kept: Kept) => boolean): number {
    const wanted = this.experiments.filter((kept) => !unwanted(kept));
    const dropped = this.experiments.length - wanted.length;
    this.experiments.splice(0, Infinity, ...wanted);
    return dropped;
  }
}

function hasWords({ link, verdict }: PastExperiment, words: string): boolean {
  const text = `${writeMessage(parseCustomId(link))} ${verdict}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
