import { openStore } from '../../src/store/open-store.ts';

/** Accepts requests into the storage that it is told as JSON, and tells the id of each once it is kept. */
const [storage, name, count] = process.argv.slice(2);
const store = openStore(JSON.parse(storage!), { patienceMs: 30_000 });
await Promise.all(
  Array.from({ length: 5 }, async (_, row) => {
    for (let i = 0; i < Number(count) / 5; i++) {
      const id = `${name}-${row}-${i}`;
      const request = { id, server: null, acceptedAt: Date.now(), body: 'x'.repeat(1_000), notes: {} };
      if (await store.requests.accept(request)) process.stdout.write(`${id}\n`);
    }
  }),
);
await store.close();
