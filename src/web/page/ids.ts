/** 32 hexadecimal digits that nobody guesses. `crypto.randomUUID` is not there on plain http. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
