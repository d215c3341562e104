import type { AskDiscord } from './discord-api.ts';
import { failed, ok, skipped, type Told, warning } from './finding.ts';

/** Discord gives three seconds to acknowledge what is asked, and its ids tell the time. */
const NOTABLE_S = 3;
const TOO_MUCH_S = 60;

const REMEDY = 'let the machine set its clock by the network: timedatectl set-ntp true, or your container’s host';

/** How far this machine's clock is from Discord's, which tells whole seconds. */
export async function checkClock(ask: AskDiscord, now: () => number): Promise<Told> {
  const before = now();
  const { date } = await ask('/gateway');
  const after = now();
  if (Number.isNaN(date)) return skipped('Discord did not say what time it is');
  const off = ((before + after) / 2 - (date + 500)) / 1e3;
  const uncertain = 0.5 + (after - before) / 2e3;
  const least = Math.max(Math.abs(off) - uncertain, 0);
  const how = `${Math.round(Math.abs(off)).toLocaleString('en')} s ${off > 0 ? 'ahead of' : 'behind'} Discord's`;
  if (least >= TOO_MUCH_S)
    return failed(`this machine's clock is ${how}: requests seem older or newer than they are`, REMEDY);
  if (least >= NOTABLE_S) return warning(`this machine's clock is ${how}`, REMEDY);
  return ok(`it agrees with Discord's to within ${(Math.abs(off) + uncertain).toFixed(1)} s`);
}
