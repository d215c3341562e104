/** The tab's title, which tells of an answer that came while nobody looked. */
export function createTitle(): { answered(): void } {
  const usual = document.title;
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) document.title = usual;
  });
  return {
    answered: () => {
      if (document.hidden) document.title = `Answered · ${usual}`;
    },
  };
}
