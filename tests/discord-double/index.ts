export { NotSeenError, type Patience } from './bulletin.ts';
export { findOpenApi, OpenApi, type OpenApiFound } from './checks/openapi.ts';
export { Discord, type DiscordOptions, startDiscord } from './discord.ts';
export type { GatewayEvent } from './gateway/connections.ts';
export type { Gateway } from './gateway/gateway.ts';
export type { Acknowledgement } from './interactions.ts';
export type { SeenAttachment, SeenMessage, UploadedFile } from './messages.ts';
export { ImpossibleError } from './people/impossible.ts';
export type { Given, GivenFile } from './people/options.ts';
export type { MessageWish, SentInteraction } from './people/sent-interaction.ts';
export type {
  AutocompleteUse,
  CommandUse,
  ContextMenuUse,
  FormSubmission,
  ModalSubmission,
  Press,
  Utterance,
} from './people/uses.ts';
export { DiscordProblemsError, type Problem } from './problems.ts';
export {
  declaring,
  endless,
  type Fault,
  type FaultRun,
  halfSent,
  missingAccess,
  missingPermissions,
  notFound,
  payloadRefused,
  type RequestPattern,
  rateLimit,
  redirect,
  reset,
  serverError,
  slow,
  stalled,
  unanswered,
  unauthorized,
  unknownChannel,
  uploadCut,
} from './rest/faults.ts';
export type { SeenRequest } from './rest/server.ts';
