import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import type { UploadedFile } from '../messages.ts';
import type { Breach } from '../refusal.ts';
import { Breaches, type Fields, isFields, listOf, under } from './breaches.ts';

const MAX_FILES = 10;
/** Per request, on a server without boosts. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;

/** What Discord refuses in a message: lengths, counts, and sizes from its documentation. */
export function messageBreaches(body: unknown, files: readonly UploadedFile[], prefix = ''): Breach[] {
  const breaches = new Breaches();
  if (!isFields(body)) return breaches.found;
  breaches.text(under(prefix, 'content'), body.content, { max: 2_000 });
  if (typeof body.nonce !== 'number') breaches.text(under(prefix, 'nonce'), body.nonce, { max: 25 });
  breaches.atMost(under(prefix, 'embeds'), listOf(body.embeds), 10);
  attachments(breaches, body, files, prefix);
  const flags = typeof body.flags === 'number' ? body.flags : 0;
  if ((flags & MessageFlags.IsComponentsV2) === 0) {
    components(breaches, under(prefix, 'components'), listOf(body.components));
  }
  return breaches.found;
}

function attachments(breaches: Breaches, body: Fields, files: readonly UploadedFile[], prefix: string): void {
  const path = under(prefix, 'attachments');
  const listed = listOf(body.attachments);
  breaches.atMost(path, listed.length > files.length ? listed : files, MAX_FILES);
  for (const [n, attachment] of listed.entries()) {
    breaches.text(under(path, `${n}.description`), attachment.description, { max: 1_024 });
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > MAX_UPLOAD_BYTES) {
    breaches.add(path, 'BASE_TYPE_MAX_SIZE', `Files of ${bytes} bytes exceed the limit of ${MAX_UPLOAD_BYTES}.`);
  }
}

function components(breaches: Breaches, path: string, rows: readonly Fields[]): void {
  breaches.atMost(path, rows, 5);
  const customIds = new Set<unknown>();
  for (const [r, row] of rows.entries()) {
    const rowPath = under(path, r);
    if (row.type !== ComponentType.ActionRow) {
      breaches.add(`${rowPath}.type`, 'UNION_TYPE_CHOICES', 'Only action rows (1) may be at the top of this message.');
      continue;
    }
    const inside = listOf(row.components);
    breaches.atMost(`${rowPath}.components`, inside, 5);
    if (inside.length === 0) breaches.required(`${rowPath}.components`, undefined);
    for (const [c, component] of inside.entries()) {
      const at = `${rowPath}.components.${c}`;
      const id = component.custom_id;
      if (id !== undefined && customIds.has(id)) {
        breaches.add(`${at}.custom_id`, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
      }
      customIds.add(id);
      if (component.type === ComponentType.Button) button(breaches, at, component);
      else select(breaches, at, component);
    }
  }
}

function button(breaches: Breaches, path: string, component: Fields): void {
  breaches.text(`${path}.custom_id`, component.custom_id, { min: 1, max: 100 });
  breaches.text(`${path}.label`, component.label, { max: 80 });
  const style = component.style;
  if (style === ButtonStyle.Link) {
    breaches.required(`${path}.url`, component.url);
    breaches.text(`${path}.url`, component.url, { max: 512 });
  } else if (style !== ButtonStyle.Premium) {
    breaches.required(`${path}.custom_id`, component.custom_id);
    if (!component.label && !component.emoji) breaches.required(`${path}.label`, undefined);
  }
}

function select(breaches: Breaches, path: string, component: Fields): void {
  breaches.text(`${path}.custom_id`, component.custom_id, { min: 1, max: 100 });
  breaches.text(`${path}.placeholder`, component.placeholder, { max: 150 });
  const options = listOf(component.options);
  breaches.atMost(`${path}.options`, options, 25);
  for (const [n, option] of options.entries()) {
    breaches.text(`${path}.options.${n}.label`, option.label, { min: 1, max: 100 });
    breaches.text(`${path}.options.${n}.value`, option.value, { min: 1, max: 100 });
    breaches.text(`${path}.options.${n}.description`, option.description, { max: 100 });
  }
}
