import { figure, setting } from '../figures.ts';

/** An lr or a wd in a sentence: as typed, or in three digits where that is long. */
export function named(value: number): string {
  const typed = setting(value);
  return typed.length <= 8 ? typed : figure(value);
}
