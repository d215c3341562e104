import type {
  APIApplicationCommandOptionChoice,
  APIModalInteractionResponseCallbackData,
  APIUser,
  GatewayInteractionCreateDispatchData,
  InteractionResponseType,
} from 'discord-api-types/v10';
import type { Clock } from './clock.ts';
import type { SeenMessage } from './messages.ts';
import { invalidWebhookToken, unknownInteraction } from './refusal.ts';

/** How long a token may be used after the interaction, per Discord's documentation. */
const TOKEN_LIFE_MS = 15 * 60_000;

export interface Acknowledgement {
  readonly type: InteractionResponseType;
  readonly flags: number;
  /** The body's `data`, as it came. */
  readonly data: unknown;
  /** Milliseconds from the dispatch to the acknowledgement, on Discord's clock. */
  readonly atMs: number;
}

/** All that Discord knows of one interaction. */
export interface InteractionState {
  readonly id: string;
  readonly token: string;
  /** For messages to people: `/train lr:0.05`, `button "again"`. */
  readonly label: string;
  readonly user: APIUser;
  readonly payload: GatewayInteractionCreateDispatchData;
  readonly createdAt: number;
  readonly channelId: string;
  /** The message whose component was used. */
  readonly source?: SeenMessage;
  expired: boolean;
  acknowledgement?: Acknowledgement;
  /** The id of `@original`. */
  originalId?: string;
  /** True until the first edit of a deferred reply, which a follow-up would fill. */
  loading: boolean;
  /** Every state its reply has been in, the first included. */
  readonly edits: SeenMessage[];
  readonly followUps: SeenMessage[];
  choices?: readonly APIApplicationCommandOptionChoice[];
  modal?: APIModalInteractionResponseCallbackData;
}

/** Finds interactions by what a request names, and knows when it may no longer. */
export class Interactions {
  readonly #clock: Clock;
  readonly #acknowledgeWithinMs: number;
  readonly #byId = new Map<string, InteractionState>();
  readonly #byToken = new Map<string, InteractionState>();

  constructor(clock: Clock, acknowledgeWithinMs: number) {
    this.#clock = clock;
    this.#acknowledgeWithinMs = acknowledgeWithinMs;
  }

  add(state: InteractionState): void {
    this.#byId.set(state.id, state);
    this.#byToken.set(state.token, state);
  }

  /** The interaction a callback is for. One that was left waiting too long is forgotten. */
  toAcknowledge(id: string, token: string): InteractionState {
    const state = this.#byId.get(id);
    if (!state || state.token !== token || state.expired) throw unknownInteraction();
    const late = this.#clock.now() - state.createdAt > this.#acknowledgeWithinMs;
    if (late && !state.acknowledgement) throw unknownInteraction();
    return state;
  }

  /** The interaction whose token is used as a webhook's. */
  byToken(token: string): InteractionState {
    const state = this.#byToken.get(token);
    const over = state && (state.expired || this.#clock.now() - state.createdAt > TOKEN_LIFE_MS);
    if (!state || over) throw invalidWebhookToken();
    return state;
  }
}
