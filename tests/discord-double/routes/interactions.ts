import { type InteractionResponseType as Callback, MessageFlags } from 'discord-api-types/v10';
import { callbackBreaches, callbackTypeBreaches } from '../checks/callback-limits.ts';
import { messageBreaches } from '../checks/message-limits.ts';
import type { InteractionState, Interactions } from '../interactions.ts';
import { type MessageBody, type Messages, onTheWire, type SeenMessage } from '../messages.ts';
import type { Problems } from '../problems.ts';
import { alreadyAcknowledged, invalidForm, unknownMessage, unknownWebhook } from '../refusal.ts';
import type { CallbackBody, Replies } from '../rest/replies.ts';
import { type Call, noContent, ok, type Route } from '../rest/router.ts';
import type { World } from '../world.ts';

/** Acknowledging interactions, and the webhook through which their replies are changed and followed up. */
export function interactionRoutes(
  world: World,
  interactions: Interactions,
  messages: Messages,
  replies: Replies,
  problems: Problems,
): Route[] {
  const webhookOf = ({ params }: Call): InteractionState => {
    if (params.app !== world.applicationId) throw unknownWebhook();
    return interactions.byToken(params.token ?? '');
  };

  /** The message a webhook path names, if it is one of this interaction's. */
  const messageOf = (state: InteractionState, { params }: Call): SeenMessage => {
    const id = params.message === '@original' ? state.originalId : params.message;
    const own = id === state.originalId || state.followUps.some((followUp) => followUp.id === id);
    const message = id !== undefined && own && state.acknowledgement ? messages.get(id) : undefined;
    if (!message) throw unknownMessage();
    return message;
  };

  const one = { template: '/webhooks/:app/:token/messages/:message', needsBot: false };
  return [
    {
      method: 'POST',
      template: '/interactions/:id/:token/callback',
      needsBot: false,
      limits: callbackBreaches,
      handle: ({ params, query, body, files }) => {
        const state = interactions.toAcknowledge(params.id ?? '', params.token ?? '');
        if (state.acknowledgement) throw alreadyAcknowledged();
        const callback = body as CallbackBody;
        const breaches = callbackTypeBreaches(state.payload.type, callback.type);
        for (const { message } of breaches) problems.record('limit', `acknowledging ${state.label}: ${message}`);
        if (breaches.length > 0) throw invalidForm(breaches);
        replies.acknowledge(state, callback, files);
        return query.get('with_response') === 'true'
          ? ok(callbackResponse(state, callback.type, messages))
          : noContent();
      },
    },
    {
      method: 'POST',
      template: '/webhooks/:app/:token',
      needsBot: false,
      limits: messageBreaches,
      handle: (call) => {
        const state = webhookOf(call);
        if (!state.acknowledgement) throw unknownWebhook();
        return ok(onTheWire(replies.followUp(state, call.body as MessageBody, call.files)));
      },
    },
    { ...one, method: 'GET', handle: (call) => ok(onTheWire(messageOf(webhookOf(call), call))) },
    {
      ...one,
      method: 'PATCH',
      limits: messageBreaches,
      handle: (call) => {
        const state = webhookOf(call);
        const edited = replies.edit(state, messageOf(state, call).id, call.body as MessageBody, call.files);
        if (!edited) throw unknownMessage();
        return ok(onTheWire(edited));
      },
    },
    {
      ...one,
      method: 'DELETE',
      handle: (call) => {
        const state = webhookOf(call);
        replies.remove(state, messageOf(state, call));
        return noContent();
      },
    },
  ];
}

function callbackResponse(state: InteractionState, type: Callback, messages: Messages): object {
  const message = state.originalId === undefined ? undefined : messages.get(state.originalId);
  const about = message && {
    response_message_id: message.id,
    response_message_loading: state.loading,
    response_message_ephemeral: ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
  };
  const resource = { type, ...(message ? { message: onTheWire(message) } : {}) };
  return { interaction: { id: state.id, type: state.payload.type, ...about }, resource };
}
