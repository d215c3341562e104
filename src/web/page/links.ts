/** What a link to an experiment asks: what follows `#/`. Null for an address that asks nothing. */
function linkIn(hash: string): string | null {
  return hash.startsWith('#/') && hash.length > 2 ? hash.slice(2) : null;
}

/**
 * Asks what the address says, now and whenever it changes, and takes it out of the address, so that a reload does not
 * ask it again.
 */
export function followLinks(ask: (link: string) => void): void {
  const follow = () => {
    const link = linkIn(location.hash);
    if (link === null) return;
    history.replaceState(history.state, '', location.pathname + location.search);
    ask(link);
  };
  addEventListener('hashchange', follow);
  follow();
}
