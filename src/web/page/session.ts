/**
 * What the tab keeps through reloads. Where cookies are refused, the browser throws at the mere name of its storage: then
 * nothing is kept.
 */
export const session = {
  read(key: string): string | null {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },

  write(key: string, value: string): void {
    try {
      sessionStorage.setItem(key, value);
    } catch {}
  },

  remove(key: string): void {
    try {
      sessionStorage.removeItem(key);
    } catch {}
  },
};
