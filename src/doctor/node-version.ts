import packageFile from '../../package.json' with { type: 'json' };
import { failed, ok, type Told, warning } from './finding.ts';

const LEAST = [24, 2] as const;
const MEANT = packageFile.dependencies.node;

/** Whether this Node runs the sources as they are, and has SQLite. */
export function checkNode(version = process.versions.node): Told {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < LEAST[0] || (major === LEAST[0] && minor < LEAST[1]);
  const remedy = `run it as npm start, after npm ci: that brings Node ${MEANT} along`;
  if (isOld) return failed(`this is ${version}; ${LEAST.join('.')} is the oldest that runs it`, remedy);
  if (version !== MEANT) return warning(`this is ${version}; it is tested with ${MEANT}`, remedy);
  return ok(`${version}, the one it is tested with`);
}
