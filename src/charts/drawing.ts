import type { Row } from './marks.ts';
import type { Extent } from './panel.ts';

/** A Vega-Lite spec without its rows, the rows by the name of their data set, and the size of the whole. */
export interface Drawing extends Extent {
  readonly spec: object;
  readonly padding: { readonly left: number; readonly top: number };
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}
