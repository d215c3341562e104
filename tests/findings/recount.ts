import { expect } from 'vitest';
import type { Arm } from '../../src/findings/arm.ts';
import { Facts } from './facts.ts';
import { SENTENCES } from './known-sentences.ts';

/**
 * Reads a reply as a doubting reader would: knows the sentences, takes every number out of them and works it out
 * again from the histories, in its own way. What is left over must not hold a digit.
 */
export function recount(text: string, without: Arm, decayed: readonly Arm[]): void {
  let rest = text.replaceAll('\u00a0', ' ').replaceAll('’', "'").replaceAll('L2', '');
  // The settings a sentence is about: for several arms a line names its wd, and the rest is about "With wd …".
  const about = /\nWith wd ([^,]+), /u.exec(rest)?.[1] ?? /wd (\S+) did best/u.exec(rest)?.[1];
  const main = decayed.find(({ experiment }) => String(experiment.wd) === about) ?? decayed[0] ?? without;
  for (const { says, check } of SENTENCES) {
    rest = rest.replace(says, (...found: unknown[]) => {
      const groups = found.at(-1) as Record<string, string>;
      const arm = decayed.find(({ experiment }) => String(experiment.wd) === groups['wd']) ?? main;
      check(groups, new Facts(without, arm, decayed));
      return '';
    });
  }
  expect(rest, `of: ${text}`).not.toMatch(/\d/u);
}
