/** A mistake of the person's, told as a kind, exact sentence: what was given, why it cannot be, what would work. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
