import type { Commands } from '../protocol.ts';
import { api } from './api.ts';
import { createComposer } from './composer.ts';
import { Connection } from './connection.ts';
import { createConversation } from './conversation.ts';
import { followLinks } from './links.ts';
import { Memory } from './memory.ts';
import type { KeptFile, Turn } from './model.ts';
import { session } from './session.ts';
import { createStatus, type Status } from './status.ts';
import { newTab, thisTab } from './tab.ts';
import { Talk } from './talk.ts';
import { pause, waitBefore } from './waits.ts';

const AWAY = 'Halflife cannot be reached: trying again.';

function element<Found extends HTMLElement>(id: string): Found {
  return document.getElementById(id) as Found;
}

async function start(): Promise<void> {
  const status = createStatus(element('status'));
  const [tab, memory, { commands, first }] = await Promise.all([thisTab(), Memory.open(), loadCommands(status)]);
  if (memory === null) status.say('This browser keeps nothing: the conversation is gone after a reload.');

  const conversation = createConversation(element('conversation'), {
    commands,
    first,
    ask: (message) => {
      ask(message, []);
      composer.focus();
    },
    press: ({ label, sends }, files) => talk.ask({ sends }, { message: label, label, files }),
    stop: (id) => talk.stop(id),
  });
  const composer = createComposer(element<HTMLFormElement>('composer'), {
    ...{ commands, first },
    complete: api.complete,
    send: async (message, files) => ask(message, await copies(files)),
  });

  const open = async (id: string, copyOf: string | null) => {
    const kept = await memory?.conversation(id, copyOf);
    const turns: readonly Turn[] = kept?.[1] ?? [];
    for (const turn of turns) {
      conversation.show(turn);
      composer.remember(turn.asked.message);
    }
    const talk: Talk = new Talk({
      tab: id,
      turns,
      api,
      status,
      show: (turn) => conversation.show(turn),
      save: async (turn) => kept?.[0].save(turn).catch(() => status.say('The browser has no room to keep this.')),
      changed: () => connection.update(),
      isConnected: () => connection.isOpen,
      renew: () => connection.renew(),
      instance: {
        get: () => session.read('halflife.instance'),
        set: (instance) => session.write('halflife.instance', instance),
      },
    });
    const connection = new Connection({
      tab: id,
      underWay: () => talk.underWay.length > 0,
      hear: {
        hello: (hello) => talk.hello(hello),
        reply: (reply) => talk.reply(reply),
        progress: (progress) => talk.progress(progress),
      },
      lost: () => status.hold(AWAY),
    });
    const leave = async () => {
      talk.leave();
      connection.leave();
      await kept?.[0].clear();
    };
    return { talk, leave };
  };

  let { talk, leave } = await open(tab.id, tab.copyOf);
  const ask = (message: string, files: readonly KeptFile[]) => talk.ask({ message }, { message, files });

  element('anew').addEventListener('click', async () => {
    await leave();
    conversation.clear();
    ({ talk, leave } = await open(await newTab(), null));
    composer.focus();
  });
  followLinks((link) => talk.ask({ link }, { message: `#/${link}` }));
  composer.focus();
}

/** The files as they are now: a file that is changed on the disk could not be sent again. */
function copies(files: readonly File[]): Promise<KeptFile[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: file.name,
      content: new Blob([await file.arrayBuffer()], { type: file.type }),
    })),
  );
}

async function loadCommands(status: Status): Promise<Commands> {
  for (let failures = 1; ; failures += 1) {
    try {
      const commands = await api.commands();
      status.hold(null);
      return commands;
    } catch {
      status.hold(AWAY);
      await pause(waitBefore(failures));
    }
  }
}

await start();
