/** A table of somebody's own numbers: what the task `csv` learns from. Plain data, the same for every seed. */
export interface Table {
  /** The file it came from. */
  readonly name: string;
  /** One for each column, the target's among them. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** Row after row, as many entries in each as there are columns: as they stood in the file, nothing standardised. */
  readonly values: Float64Array;
  /** Which column is to be predicted. */
  readonly target: number;
  /** The two values the target takes, the smaller first, where it takes only two: classes 0 and 1. Null of a quantity. */
  readonly classes: readonly [number, number] | null;
  /** How those two are written in the file: numbers, or words that stand in `values` as 0 and 1. */
  readonly classNames: readonly [string, string] | null;
}
