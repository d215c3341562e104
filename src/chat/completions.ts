/** What could stand at the end of a message. */
export interface Completions {
  /** Where in the text begins what a completion takes the place of. */
  readonly from: number;
  readonly items: readonly Completion[];
}

export interface Completion {
  readonly kind: 'command' | 'option' | 'value';
  /** What is shown first: `/train`, `lr`, `0.01`. */
  readonly label: string;
  /** What is told of it: a description, a half-life, a default. */
  readonly detail: string;
  /** What is put in. */
  readonly insert: string;
}
