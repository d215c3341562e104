import type { REST } from 'discord.js';
import type { Log } from '../log.ts';
import { Callback, type InteractionKey } from './callback.ts';
import { ChannelReply } from './channel-reply.ts';
import { InPlace } from './in-place.ts';
import { NewMessage } from './new-message.ts';
import type { Target } from './order.ts';
import type { Place, PlaceNotes } from './place.ts';
import type { OnWait, Waits } from './retry.ts';
import type { Run } from './running.ts';

export interface PlaceTools {
  /** As the bot. */
  readonly rest: REST;
  /** With an interaction's token: Discord does not count these requests among the bot's. */
  readonly webhooks: REST;
  readonly log: Log;
  readonly waits: Waits;
  readonly onWait: OnWait;
}

export interface PlaceOptions {
  readonly run: Run;
  readonly notes: PlaceNotes;
  readonly onAcknowledged: () => void;
}

/** The place that a target names. */
export function placeOf(target: Target, tools: PlaceTools, { run, notes, onAcknowledged }: PlaceOptions): Place {
  const { log, waits, onWait, rest } = tools;
  switch (target.kind) {
    case 'new': {
      const { key, hidden, lead } = target;
      return new NewMessage(callbackFor(key, tools, onAcknowledged), log, { hidden, lead, notes });
    }
    case 'in place': {
      const { key, hidden } = target;
      return new InPlace(callbackFor(key, tools, onAcknowledged), log, run, { hidden, notes });
    }
    case 'below': {
      const { channelId, messageId } = target;
      return new ChannelReply({ rest, log, waits, onWait, channelId, messageId, onAcknowledged, notes });
    }
  }
}

export function callbackFor(
  { id, token, applicationId }: InteractionKey,
  { webhooks, waits, onWait }: PlaceTools,
  onAcknowledged: () => void = () => {},
): Callback {
  return new Callback(webhooks, { id, token, applicationId }, { waits, onWait, onAcknowledged });
}
