import { brokenAnswer } from '../chat/answer.ts';
import type { Reply } from '../chat/reply.ts';
import type { Log } from '../log.ts';
import { type Message, toMessage, words } from './message.ts';
import { isForbidden, isRefused } from './refusals.ts';

/**
 * Sends a reply. If Discord refuses it, which is a fault of ours, the asker still gets its words; if it refuses those,
 * an apology with a reference to the log. Where files may not be sent the words come alone, too; where nothing may, it
 * throws.
 */
export async function sendReply(reply: Reply, log: Log, send: (message: Message) => Promise<void>): Promise<void> {
  const whole = toMessage(reply, ({ label }, why) => log.warn({ button: label, why }, 'a button was left out'));
  const alone = words(reply.text === '' ? 'The picture could not be sent.' : reply.text);
  try {
    await send(whole);
  } catch (refused) {
    if (!isRefused(refused) || (isForbidden(refused) && whole.files.length === 0)) throw refused;
    if (isForbidden(refused)) log.warn({ err: refused }, 'files may not be sent here: the words are sent alone');
    else log.error({ err: refused }, 'Discord refused a reply: its words are sent alone');
    try {
      await send(alone);
    } catch (refusedAgain) {
      if (!isRefused(refusedAgain) || isForbidden(refusedAgain)) throw refusedAgain;
      const broken = brokenAnswer(refusedAgain);
      log.error({ reference: broken.reference, err: refusedAgain }, 'Discord refused the words of a reply');
      await send(words(broken.reply.text));
    }
  }
}
