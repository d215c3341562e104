import { newId } from './ids.ts';
import { session } from './session.ts';

const ID = 'halflife.tab';
const LEFT = 'halflife.left';
/** How long the page before a reload may take to let go. */
const LETS_GO_MS = { afterLeaving: 3_000, otherwise: 500 };
const ANSWERS_WITHIN_MS = 200;

export interface Tab {
  readonly id: string;
  /** The tab that this one was duplicated from. */
  readonly copyOf: string | null;
}

/**
 * The tab's own id, kept through reloads. The browser keeps it in what it also copies when a tab is duplicated, so each
 * page holds its id as long as it is open, and one that finds its id held by another takes a new one.
 */
export async function thisTab(): Promise<Tab> {
  const stored = session.read(ID);
  const left = session.read(LEFT) !== null;
  session.remove(LEFT);
  addEventListener('pagehide', () => session.write(LEFT, 'yes'));
  addEventListener('pageshow', () => session.remove(LEFT));
  if (stored === null) return { id: await newTab(), copyOf: null };
  const held = await hold(stored, left ? LETS_GO_MS.afterLeaving : LETS_GO_MS.otherwise);
  return held ? { id: stored, copyOf: null } : { id: await newTab(), copyOf: stored };
}

/** Another id for this tab, from now on. */
export async function newTab(): Promise<string> {
  const id = newId();
  session.write(ID, id);
  await hold(id, LETS_GO_MS.otherwise);
  return id;
}

/** Holds an id until the page is gone. False where another page holds it. */
async function hold(id: string, patience: number): Promise<boolean> {
  return 'locks' in navigator ? holdByLock(id, patience) : holdByAnswering(id);
}

function holdByLock(id: string, patience: number): Promise<boolean> {
  return new Promise((resolve) => {
    const gone = new Promise(() => {});
    const granted = () => {
      resolve(true);
      return gone;
    };
    navigator.locks
      .request(`halflife.${id}`, { signal: AbortSignal.timeout(patience) }, granted)
      .catch(() => resolve(false));
  });
}

/** On plain http there are no locks: asks the other pages whether one of them has it, and tells those that ask later. */
function holdByAnswering(id: string): Promise<boolean> {
  const channel = new BroadcastChannel(`halflife.${id}`);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      channel.onmessage = ({ data }) => {
        if (data === 'who?') channel.postMessage('I');
      };
      resolve(true);
    }, ANSWERS_WITHIN_MS);
    channel.onmessage = ({ data }) => {
      if (data !== 'I') return;
      clearTimeout(timer);
      channel.close();
      resolve(false);
    };
    channel.postMessage('who?');
  });
}
