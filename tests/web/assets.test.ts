import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadAssets } from '../../src/web/assets.ts';

const PAGE = new URL('../../src/web/page/', import.meta.url);

const assets = loadAssets();
const text = (path: string) => new TextDecoder().decode(assets.get(path)!.body);
const modules = [...assets.keys()].filter((path) => path.endsWith('.ts'));

describe('the page', () => {
  test('is its own files, fonts and one library, and nothing beside', () => {
    const own = readdirSync(PAGE).filter((name) => !name.endsWith('.json'));
    const others = ['/', '/fonts/inter-400.ttf', '/fonts/inter-700.ttf', '/library/idb.js'];
    expect([...assets.keys()].sort()).toEqual([...own.map((name) => `/page/${name}`), ...others].sort());
  });

  test('finds all that it loads', () => {
    const loaded = [...text('/').matchAll(/(?:src|href)="([^"]+)"/gu)].map(([, path]) => path!);
    for (const path of [...assets.keys()].filter((each) => each.endsWith('.css'))) {
      loaded.push(...[...text(path).matchAll(/url\(['"]?([^'")]+)/gu)].map(([, url]) => url!));
    }
    expect(loaded).toContain('/page/main.ts');
    for (const path of loaded) expect([...assets.keys()], path).toContain(new URL(path, 'http://page/page/').pathname);
  });

  test('has nothing inline that its policy forbids', () => {
    expect(text('/')).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/iu);
  });

  test('has the type of each file, and a tag for just these bytes', () => {
    const typeOf = (path: string) => assets.get(path)!.type;
    expect(typeOf('/')).toBe('text/html; charset=utf-8');
    expect(typeOf('/page/base.css')).toBe('text/css; charset=utf-8');
    expect(typeOf('/page/main.ts')).toBe('text/javascript; charset=utf-8');
    expect(typeOf('/page/icon.svg')).toBe('image/svg+xml');
    expect(typeOf('/fonts/inter-400.ttf')).toBe('font/ttf');
    expect(assets.get('/')!.tag).toBe(assets.get('/page/index.html')!.tag);
    const bodies = new Set([...assets.values()].map(({ body }) => Buffer.from(body).toString('latin1')));
    const tags = new Set([...assets.values()].map(({ tag }) => tag));
    expect(tags.size).toBe(bodies.size);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/u);
  });
});

describe('a module of the page', () => {
  test.for(modules)('%s has no types left, and its lines are where they were', (path) => {
    const written = readFileSync(new URL(path.replace('/page/', ''), PAGE), 'utf8');
    const served = text(path);
    expect(served.split('\n')).toHaveLength(written.split('\n').length);
    expect(served).not.toMatch(/^\s*(?:import|export) type |^(?:export )?interface |\bas const\b/mu);
  });

  test.for(modules)('%s imports nothing that is not served', (path) => {
    const served = text(path).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gmu, '');
    const imported = [...served.matchAll(/\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gmu)];
    for (const [, ...names] of imported) {
      const name = names.find((each) => each !== undefined)!;
      expect([...assets.keys()], name).toContain(new URL(name, `http://page${path}`).pathname);
    }
    if (path === '/page/main.ts') expect(imported).not.toEqual([]);
  });
});
