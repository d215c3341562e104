import { expect, test } from 'vitest';
import { type Reply, say } from '../../src/chat/reply.ts';
import { replyEvent } from '../../src/web/shown-reply.ts';
import { button, doing, picture } from '../discord/commands.ts';
import { ask, openApp, replyTo, send } from './app-under-test.ts';

const REPLY: Reply = {
  ...say('**Decay** helped.', { private: true }),
  pictures: [picture('Loss falls to 0.1', 7), picture('Weights', 3)],
  files: [{ name: 'my data & more.csv', content: new TextEncoder().encode('é,y\n') }],
  buttons: [
    button('Double decay', 'train', { lr: '0.05', wd: '0.02' }),
    { ...button('Change…', 'train'), opensForm: true },
  ],
};

test('a reply is told with its words as a tree and each button with what it would be typed as', () => {
  const event = replyEvent('abc', { reply: REPLY, revision: 3, outcome: 'answered' });
  expect(event).toEqual({
    id: 'abc',
    outcome: 'answered',
    reply: {
      text: {
        type: 'root',
        children: [
          {
            ...{ type: 'element', tagName: 'p', properties: {} },
            children: [
              {
                ...{ type: 'element', tagName: 'strong', properties: {} },
                children: [{ type: 'text', value: 'Decay' }],
              },
              { type: 'text', value: ' helped.' },
            ],
          },
        ],
      },
      pictures: [
        { name: 'chart.png', alt: 'Loss falls to 0.1', width: 7, height: 2, url: expect.any(String) },
        { name: 'chart.png', alt: 'Weights', width: 3, height: 2, url: expect.any(String) },
      ],
      files: [{ name: 'my data & more.csv', url: expect.any(String) }],
      buttons: [
        {
          ...{ label: 'Double decay', message: '/train lr:0.05 wd:0.02', opensForm: false },
          sends: { command: 'train', options: { lr: '0.05', wd: '0.02' } },
        },
        { label: 'Change…', message: '/train', opensForm: true, sends: { command: 'train', options: {} } },
      ],
      private: true,
    },
  });
});

test('nothing of a reply that is not for the page is told', () => {
  const reply = { ...REPLY, data: { secret: 1 }, stoppable: true };
  const event = JSON.stringify(replyEvent('abc', { reply, revision: 1, outcome: null }));
  expect(event).not.toMatch(/secret|stoppable/u);
  expect(JSON.parse(event).outcome).toBeNull();
});

test('the bytes of its pictures and files are where it says', async () => {
  const { app, requests } = openApp([doing('show', async () => REPLY)]);
  const { id } = await ask(app, { message: '/show' });
  const reply = await replyTo(requests, id);
  const shown = replyEvent(id, { reply, revision: 1, outcome: 'answered' }).reply;
  const addresses = [...shown.pictures, ...shown.files].map(({ url }) => url);
  expect(new Set(addresses).size).toBe(3);
  const bytes = await Promise.all(addresses.map(async (url) => (await send(app, url)).bytes()));
  const expected = [...REPLY.pictures.map(({ png }) => png), ...REPLY.files.map(({ content }) => content)];
  expect(bytes.map((each) => Buffer.from(each))).toEqual(expected.map((each) => Buffer.from(each)));
});
