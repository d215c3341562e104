import type { REST } from 'discord.js';
import type { Store } from '../store/store.ts';

/** The request is somebody else's by now. */
class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';

  constructor() {
    super('the request is somebody else’s by now');
  }
}

/** The same way to Discord, for as long as the claim lasts: who has lost it can change nothing any more. */
export function fencedRest(rest: REST, claim: AbortSignal): REST {
  const request: REST['request'] = async (options) => {
    if (claim.aborted) throw new ClaimLostError();
    return rest.request(options);
  };
  return Object.create(rest, { request: { value: request } }) as REST;
}

/** The same store, where nothing can be said of the request any more once the claim is lost. */
export function fencedStore(store: Store, claim: AbortSignal): Store {
  const { requests } = store;
  const held = (act: () => Promise<void>) => (claim.aborted ? Promise.resolve() : act());
  return {
    requests: {
      accept: (request) => requests.accept(request),
      get: (id) => requests.get(id),
      unanswered: () => requests.unanswered(),
      note: (id, notes) => held(() => requests.note(id, notes)),
      answered: (id) => held(() => requests.answered(id)),
    },
    missed: store.missed,
    memoryOf: (asker) => store.memoryOf(asker),
    keep: (asker, experiment) => held(() => store.keep(asker, experiment)),
    settingsOf: (server) => store.settingsOf(server),
    forgetServer: (server) => store.forgetServer(server),
    forgetOld: () => store.forgetOld(),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}
