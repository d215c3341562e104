import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A JSON file of the project. */
function file(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
}

const { dependencies, devDependencies, allowScripts } = file('package.json') as Record<string, Record<string, string>>;
const { packages } = file('package-lock.json') as { packages: Record<string, Locked> };

const REGISTRY = /^https:\/\/registry\.npmjs\.org\//u;

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly inBundle?: boolean;
}

const locked = Object.entries(packages).filter(([path]) => path !== '');

test('every dependency is pinned to one version, the one that the lock has', () => {
  const pinned = Object.entries({ ...dependencies, ...devDependencies });
  expect(pinned.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))).toEqual([]);
  for (const [name, version] of pinned) expect(packages[`node_modules/${name}`]?.version).toBe(version);
});

test('every package of the lock comes from the registry, and is known by the hash of its bytes', () => {
  const own = locked.filter(([, { inBundle }]) => inBundle !== true);
  expect(own.length).toBeGreaterThan(100);
  for (const [path, { resolved, integrity }] of own) {
    // Nothing is said of where it comes from where that is the registry.
    expect([path, resolved ?? 'https://registry.npmjs.org/']).toEqual([path, expect.stringMatching(REGISTRY)]);
    expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/u)]);
  }
});

test('no package runs a script as it is installed but those that are named, and what an optional one would like to', () => {
  const scripted = locked.filter(
    ([, { hasInstallScript, optional }]) => hasInstallScript === true && optional !== true,
  );
  const names = scripted.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(names.filter((name) => allowScripts![name] === undefined)).toEqual([]);
});
