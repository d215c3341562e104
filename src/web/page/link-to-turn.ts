import { element } from './elements.ts';
import { icon } from './icons.ts';

const SAID_MS = 2_000;

/** A link that asks the same again wherever it is opened; pressed here, its address is copied. */
export function linkToTurn(link: string): HTMLElement {
  const words = element('span', {}, 'Link');
  const anchor = element('a', { href: `#/${link}`, title: 'Copy the link to this' }, icon('link'), words);
  const said = element('span', { className: 'unseen', role: 'status' });
  const tell = (copied: boolean) => {
    words.textContent = copied ? 'Copied' : 'Copy it from here:';
    said.textContent = copied ? 'Link copied' : '';
    if (copied) {
      setTimeout(() => {
        words.textContent = 'Link';
        said.textContent = '';
      }, SAID_MS);
    }
  };
  const whole = element('span', { className: 'link' }, anchor, said);
  anchor.onclick = async (event) => {
    // As any link: into a new tab, there to be asked.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const address = anchor.href;
    tell((await copied(address)) || copiedFromField(address, whole));
  };
  return whole;
}

/** The clipboard is there only where the page's origin is trusted, and may be refused. */
async function copied(text: string): Promise<boolean> {
  const { clipboard }: { readonly clipboard?: Clipboard } = navigator;
  const done = clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  return (await done) ?? false;
}

/** By way of a selected field, which stays where that fails too: what is in it can be copied by hand. */
function copiedFromField(text: string, place: HTMLElement): boolean {
  place.querySelector('input')?.remove();
  const focused = document.activeElement;
  const field = element('input', { value: text, readOnly: true, ariaLabel: 'Address of this', size: 24 });
  place.append(field);
  field.select();
  if (!document.execCommand('copy')) return false;
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return true;
}
