/** Where in a request body something is wrong, in Discord's words. */
export interface Breach {
  /** Such as `data.components.0.label`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Where Discord lists the complaints about the field itself. */
const COMPLAINTS = '_errors';

type ErrorTree = { [key: string]: ErrorTree | { code: string; message: string }[] };

/** An answer other than success: the HTTP status and Discord's own JSON error code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: number;
  readonly breaches: readonly Breach[];

  constructor(status: number, code: number, message: string, breaches: readonly Breach[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.breaches = breaches;
  }

  toJSON(): object {
    const errors = this.breaches.length > 0 ? { errors: errorTree(this.breaches) } : {};
    return { message: this.message, code: this.code, ...errors };
  }
}

export const unauthorized = () => new Refusal(401, 0, '401: Unauthorized');
export const unknownApplication = () => new Refusal(404, 10002, 'Unknown Application');
export const unknownChannel = () => new Refusal(404, 10003, 'Unknown Channel');
export const unknownGuild = () => new Refusal(404, 10004, 'Unknown Guild');
export const unknownMessage = () => new Refusal(404, 10008, 'Unknown Message');
export const unknownUser = () => new Refusal(404, 10013, 'Unknown User');
export const unknownWebhook = () => new Refusal(404, 10015, 'Unknown Webhook');
export const unknownInteraction = () => new Refusal(404, 10062, 'Unknown interaction');
export const unknownCommand = () => new Refusal(404, 10063, 'Unknown application command');
export const alreadyAcknowledged = () => new Refusal(400, 40060, 'Interaction has already been acknowledged.');
export const missingAccess = () => new Refusal(403, 50001, 'Missing Access');
export const missingPermissions = () => new Refusal(403, 50013, 'Missing Permissions');
export const notTheAuthor = () => new Refusal(403, 50005, 'Cannot edit a message authored by another user');
export const emptyMessage = () => new Refusal(400, 50006, 'Cannot send an empty message');
export const invalidWebhookToken = () => new Refusal(401, 50027, 'Invalid Webhook Token');
export const uploadedFileNotFound = () => new Refusal(400, 50146, 'Uploaded file not found.');
export const invalidJson = () => new Refusal(400, 50109, 'The request body contains invalid JSON.');
export const unknownReference = () =>
  invalidForm([{ path: 'message_reference', code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' }]);
export const invalidForm = (breaches: readonly Breach[]) => new Refusal(400, 50035, 'Invalid Form Body', breaches);

/** Discord nests each complaint under the path of the field it is about. */
function errorTree(breaches: readonly Breach[]): ErrorTree {
  const tree: ErrorTree = {};
  for (const { path, code, message } of breaches) {
    let node = tree;
    for (const step of path.split('.').filter(Boolean)) {
      node[step] ??= {};
      node = node[step] as ErrorTree;
    }
    const complaints = node[COMPLAINTS];
    if (Array.isArray(complaints)) complaints.push({ code, message });
    else node[COMPLAINTS] = [{ code, message }];
  }
  return tree;
}
