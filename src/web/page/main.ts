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
import { createTitle } from './title.ts';
import { pause, waitBefore } from './waits.ts';

const AWAY = 'Halflife cannot be reached: trying again.';
const INSTANCE = 'halflife.instance';

async function start(): Promise<void> {
  const status = createStatus(part('status'));
  const title = createTitle();
  const [tab, memory, { commands, first, maxFileBytes }] = await Promise.all([
    thisTab(),
    Memory.open(),
    loadCommands(status),
  ]);
  if (memory === null) status.say('This browser keeps nothing: the conversation is gone after a reload.');

  const conversation = createConversation(part('conversation'), {
    ...{ commands, first },
    ask: (message) => {
      composer.remember(message);
      composer.focus();
      current.talk.ask({ message }, { message });
    },
    press: ({ label, sends }, files) => current.talk.ask({ sends }, { message: label, label, files }),
    stop: (id) => current.talk.stop(id),
    edit: (message, files) =>
      composer.fill(
        message,
        files.map(({ name, content }) => new File([content], name, { type: content.type })),
      ),
  });
  const composer = createComposer(part<HTMLFormElement>('composer'), {
    ...{ commands, first, maxFileBytes },
    complete: api.complete,
    send: (message, files) => {
      const { talk } = current;
      copiesOf(files).then(
        (copies) => talk.ask({ message }, { message, files: copies }),
        () => talk.refuse(message, 'The file could not be read: attach it again.'),
      );
    },
  });

  const open = async (id: string, copyOf: string | null) => {
    const { kept, turns } = (await memory?.conversation(id, copyOf).catch(() => null)) ?? { kept: null, turns: [] };
    for (const turn of turns) {
      conversation.show(turn);
      composer.remember(turn.asked.message);
    }
    const show = (turn: Turn) => {
      conversation.show(turn);
      if (turn.outcome !== null) title.answered();
    };
    const understood = ({ asked }: Turn) => {
      if (!('message' in asked.asks)) composer.remember(asked.message);
    };
    const unkept = () => status.say('The browser could not keep this: it is gone after a reload.');
    const talk: Talk = new Talk({
      ...{ tab: id, turns, api, status, show, understood },
      save: async (turn) => kept?.save(turn).catch(unkept),
      changed: () => connection.update(),
      isConnected: () => connection.isOpen,
      renew: () => connection.renew(),
      instance: { get: () => session.read(INSTANCE), set: (instance) => session.write(INSTANCE, instance) },
    });
    const connection = new Connection({
      tab: id,
      isUnderWay: () => talk.isUnderWay,
      hear: {
        hello: (hello) => talk.hello(hello),
        reply: (reply) => talk.reply(reply),
        progress: (progress) => talk.progress(progress),
      },
      lost: () => status.hold(AWAY),
    });
    const leave = () => {
      talk.leave();
      connection.leave();
      kept?.clear().catch(unkept);
    };
    return { talk, leave };
  };

  let current = await open(tab.id, tab.copyOf);

  part('anew').addEventListener('click', async () => {
    const next = await open(await newTab(), null);
    current.leave();
    current = next;
    conversation.clear();
    composer.focus();
  });
  followLinks((link) => current.talk.ask({ link }, { message: `#/${link}` }));
  composer.focus();
}

function part<Part extends HTMLElement>(id: string): Part {
  return document.getElementById(id) as Part;
}

/** The files as they are now: one that changes on the disk could not be sent again. */
function copiesOf(files: readonly File[]): Promise<KeptFile[]> {
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
