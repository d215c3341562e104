import type { Command } from '../../src/chat/command.ts';
import { findCommands } from '../../src/chat/find-commands.ts';
import { openLab } from '../../src/lab/index.ts';
import type { Lab } from '../../src/lab/lab.ts';
import type { SeenMessage } from '../discord-double/index.ts';
import type { TestBot } from './bot.ts';

export const EPHEMERAL = 64;

/** All that can be asked for, and a lab that really trains and draws, with two workers on any machine. */
export async function openAll(): Promise<{ readonly commands: Command[]; readonly lab: Lab }> {
  return { commands: await findCommands(new URL('../../commands/', import.meta.url)), lab: openLab({ workers: 2 }) };
}

/** A run of a few milliseconds. */
export const QUICK = { steps: 30, seeds: 3, hidden: '4' } as const;

interface SeenButton {
  readonly label: string;
  readonly custom_id: string;
}

export function buttonsOf({ components = [] }: SeenMessage): SeenButton[] {
  const rows = components as readonly { readonly components: readonly SeenButton[] }[];
  return rows.flatMap((row) => row.components);
}

export function labelsOf(message: SeenMessage): string[] {
  return buttonsOf(message).map(({ label }) => label);
}

export function filesOf({ attachments }: SeenMessage): string[] {
  return attachments.map(({ filename }) => filename);
}

/** Until the message says this. */
export function saying(words: RegExp) {
  return { until: ({ content }: SeenMessage) => words.test(content), timeoutMs: 50_000 };
}

/** Until the message is the reply itself: what is shown before it has a Stop, or says how far the work is. */
export const whole = {
  until: (message: SeenMessage) => {
    const labels = labelsOf(message);
    return labels.length > 0 && !labels.includes('Stop') && !/\n-# [^\n]* · \d+%$/u.test(message.content);
  },
  timeoutMs: 50_000,
};

/** Presses a button as the asker does, and waits for the reply. */
export function pressed({ discord }: Pick<TestBot, 'discord'>, message: SeenMessage, label: string) {
  return discord.press({ message, label }).message(whole);
}

/** What the log has of trouble: warnings, and what is worse. */
export function troubleOf(bot: TestBot) {
  return bot.log().filter(({ level }) => level >= 40);
}
