/** The test asked for something no person could do in Discord's own app: a mistake in the test, or in a command. */
export class ImpossibleError extends Error {
  override readonly name = 'ImpossibleError';
}
