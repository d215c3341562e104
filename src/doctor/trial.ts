import { answer } from '../chat/answer.ts';
import type { Command } from '../chat/command.ts';
import { NO_MEMORY } from '../chat/memory.ts';
import { readMessage } from '../chat/message.ts';
import type { Reply } from '../chat/reply.ts';
import { type Lab, openLab } from '../lab/index.ts';
import { failed, ok, type Told, warning } from './finding.ts';

const SMALL = '/train steps:300 seeds:1';
const USUAL = '/train';

/** People look away after that. */
const SLOW_S = 8;

const PNG_START = Buffer.from('89504e470d0a1a0a', 'hex');

/** Runs the real command in the real lab, as if somebody had asked: a small run, then the default one by the clock. */
export async function checkTrial(commands: readonly Command[], signal: AbortSignal): Promise<Told[]> {
  const lab = openLab();
  try {
    const small = await asked(SMALL, { commands, lab, signal });
    if ('told' in small) return [small.told];
    const usual = await asked(USUAL, { commands, lab, signal });
    if ('told' in usual) return [small.says, usual.told];
    const { workers } = lab.state();
    const time = `a default ${USUAL} takes ${usual.seconds.toFixed(1)} s here, with ${workers} worker${workers === 1 ? '' : 's'}`;
    if (usual.seconds <= SLOW_S) return [small.says, ok(time)];
    return [small.says, warning(time, 'give it more cores, or a machine with less to do: people wait for this')];
  } finally {
    await lab.close();
  }
}

interface House {
  readonly commands: readonly Command[];
  readonly lab: Lab;
  readonly signal: AbortSignal;
}

type Asked = { readonly says: Told; readonly seconds: number } | { readonly told: Told };

async function asked(message: string, { commands, lab, signal }: House): Promise<Asked> {
  const begun = performance.now();
  const answered = await answer(commands, () => readMessage(commands, message), {
    ...{ lab, signal, memory: NO_MEMORY },
    enough: new AbortController().signal,
    open: () => Promise.reject(new Error('no file comes with it')),
    progress: () => {},
    show: () => {},
    missed: () => {},
  });
  const seconds = (performance.now() - begun) / 1e3;
  if (answered.outcome === 'broken') throw answered.error;
  if (answered.outcome !== 'answered') {
    const why = answered.outcome === 'mistake' ? answered.reply.text : `it ended as ${answered.outcome}`;
    return {
      told: failed(
        `${message} was not answered: ${why}`,
        'see to the lines above first; then npm ci, and a machine with less to do',
      ),
    };
  }
  const size = pictureOf(answered.reply);
  if (size === null) {
    return {
      told: failed(`${message} came without its chart`, 'see to the fonts above; then install it anew: npm ci'),
    };
  }
  return { seconds, says: ok(`${message}: a chart of ${size} in ${seconds.toFixed(1)} s`) };
}

/** How large the chart is, such as `1650 × 1160 pixels, 84 kB`; null where there is none. */
function pictureOf({ pictures }: Reply): string | null {
  const png = pictures[0]?.png;
  if (png === undefined) return null;
  const bytes = Buffer.from(png);
  if (!bytes.subarray(0, PNG_START.length).equals(PNG_START)) return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return `${width} × ${height} pixels, ${Math.round(bytes.length / 1e3)} kB`;
}
