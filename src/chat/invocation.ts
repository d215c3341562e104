/** A command asked for, its options as raw text: nothing here is checked yet, whoever sent it. */
export interface Invocation {
  readonly command: string;
  readonly options: Readonly<Record<string, string>>;
}
