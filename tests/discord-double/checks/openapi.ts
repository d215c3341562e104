import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Breach } from '../refusal.ts';

/** Discord's own OpenAPI document (github.com/discord/discord-api-spec), looked for beside the repository. */
const DEFAULT_LOCATION = fileURLToPath(new URL('../../../../shared/discord-openapi.json', import.meta.url));

interface Operation {
  readonly requestBody?: { readonly content?: Record<string, { readonly schema?: object }> };
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
}
interface Path {
  readonly template: string;
  readonly segments: readonly string[];
}

/** Checks request bodies against Discord's own description of its API. Compiles a schema when first needed. */
export class OpenApi {
  readonly #ajv: Ajv2020;
  readonly #paths: readonly Path[];
  readonly #document: Document;
  readonly #compiled = new Map<string, ValidateFunction | undefined>();

  constructor(document: Document) {
    this.#document = document;
    // Not strict: the document uses keywords and formats of its own. No inlining and no optimising of generated code,
    // which cost more than these few validations save.
    this.#ajv = new Ajv2020({ strict: false, validateSchema: false, inlineRefs: false, code: { optimize: false } });
    addFormats.default(this.#ajv);
    this.#ajv.addFormat('snowflake', /^\d{1,20}$/);
    this.#ajv.addFormat('nonce', true);
    this.#ajv.addSchema(document, 'discord');
    this.#paths = Object.keys(document.paths).map((template) => ({ template, segments: template.split('/') }));
  }

  /** Says what is wrong with a body; nothing for an operation or body the document does not describe. */
  breaches(method: string, path: string, body: unknown): Breach[] {
    const template = this.#templateOf(path);
    if (template === undefined) return [];
    const validate = this.#validator(method.toLowerCase(), template);
    if (!validate || validate(body)) return [];
    return complaints(validate);
  }

  /** The template that fits; where several do, the one with the most literal segments. */
  #templateOf(path: string): string | undefined {
    const segments = path.split('/');
    const literals = (candidate: Path) => candidate.segments.filter((segment) => !segment.startsWith('{')).length;
    return this.#paths
      .filter((candidate) => candidate.segments.length === segments.length)
      .filter((candidate) => candidate.segments.every((part, n) => part.startsWith('{') || part === segments[n]))
      .sort((a, b) => literals(b) - literals(a))[0]?.template;
  }

  #validator(method: string, template: string): ValidateFunction | undefined {
    const key = `${method} ${template}`;
    if (!this.#compiled.has(key)) {
      const described = this.#document.paths[template]?.[method]?.requestBody?.content?.['application/json']?.schema;
      const steps = ['paths', template, method, 'requestBody', 'content', 'application/json', 'schema'];
      const $ref = `discord#/${steps.map(pointerStep).join('/')}`;
      this.#compiled.set(key, described ? this.#ajv.compile({ $ref }) : undefined);
    }
    return this.#compiled.get(key);
  }
}

/** JSON pointer escaping, then URI escaping, as a reference within a document wants. */
function pointerStep(step: string): string {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/**
 * A failed union complains once for every branch. Branches that are for another `type` say nothing of use, nor does the
 * union itself; of the rest the deepest in the body say it best.
 */
function complaints({ errors }: ValidateFunction): Breach[] {
  const all = errors ?? [];
  const useful = all.filter(({ keyword, instancePath }) => {
    const otherBranch = keyword === 'enum' && instancePath.endsWith('/type');
    return !otherBranch && keyword !== 'oneOf' && keyword !== 'anyOf';
  });
  const depth = ({ instancePath }: ErrorObject) => instancePath.split('/').length;
  const shown = useful.length > 0 ? useful : all;
  const deepest = Math.max(...shown.map(depth));
  return shown
    .filter((error) => depth(error) === deepest)
    .slice(0, 6)
    .map(({ instancePath, message, params }) => ({
      path: instancePath.slice(1).replaceAll('/', '.'),
      code: 'OPENAPI',
      message: `${message} ${JSON.stringify(params)}`,
    }));
}

/** The document, or why there is none: the checks that need it are skipped, never silently. */
export type OpenApiFound = { readonly openApi: OpenApi } | { readonly skipped: string };

export function findOpenApi(location = DEFAULT_LOCATION): OpenApiFound {
  let text: string;
  try {
    text = readFileSync(location, 'utf8');
  } catch (error) {
    return { skipped: `bodies are not checked against Discord's OpenAPI document: ${(error as Error).message}` };
  }
  return { openApi: new OpenApi(JSON.parse(text) as Document) };
}
