import type { Breach } from '../refusal.ts';

/** Every field the limits below look at; of a request body nothing is known before it is checked. */
type Field =
  | 'attachments'
  | 'autocomplete'
  | 'choices'
  | 'component'
  | 'components'
  | 'content'
  | 'custom_id'
  | 'data'
  | 'description'
  | 'embeds'
  | 'emoji'
  | 'flags'
  | 'label'
  | 'name'
  | 'nonce'
  | 'options'
  | 'placeholder'
  | 'required'
  | 'style'
  | 'title'
  | 'type'
  | 'url'
  | 'value';

export type Fields = { readonly [field in Field]?: unknown };

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** Discord counts characters as code points: an emoji outside the basic plane is one. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Collects what is wrong, each under the path of its field. */
export class Breaches {
  readonly found: Breach[] = [];

  add(path: string, code: string, message: string): void {
    this.found.push({ path, code, message });
  }

  /** A text that is given must have this many characters. */
  text(path: string, value: unknown, { min = 0, max }: { min?: number; max: number }): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'string') this.add(path, 'STRING_TYPE_CONVERT', 'Could not interpret as string.');
    const length = lengthOf(String(value));
    if (length > max) this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length (it has ${length}).`);
    if (length < min) this.add(path, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length (it has ${length}).`);
  }

  atMost(path: string, list: readonly unknown[], max: number): void {
    if (list.length > max) {
      this.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length (it has ${list.length}).`);
    }
  }

  required(path: string, value: unknown): void {
    if (value === undefined || value === null || value === '') {
      this.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    }
  }
}

export function under(prefix: string, field: string | number): string {
  return prefix === '' ? String(field) : `${prefix}.${field}`;
}
