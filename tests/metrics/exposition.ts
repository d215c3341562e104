const COMMENT = /^# (?:HELP|TYPE) [a-zA-Z_:][\w:]* .+$/u;
const SAMPLE =
  /^([a-zA-Z_:][\w:]*(?:\{[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"(?:,[a-zA-Z_]\w*="(?:[^"\\]|\\.)*")*\})?) (-?\d\S*)$/u;

/** The samples of Prometheus's text format by name and labels, as they are written. Throws for a line that is none. */
export function samplesOf(text: string): ReadonlyMap<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || COMMENT.test(line)) continue;
    const [, name, value] = SAMPLE.exec(line) ?? [];
    if (name === undefined || Number.isNaN(Number(value))) throw new Error(`not a sample: ${line}`);
    if (samples.has(name)) throw new Error(`twice: ${line}`);
    samples.set(name, Number(value));
  }
  return samples;
}

/** What was counted, of one's own: without the metrics that time and the process change by themselves. */
export function countsOf(text: string): Record<string, number> {
  const counted = [...samplesOf(text)].filter(([name]) => /^halflife_\w+_(?:total|count)\b/u.test(name));
  return Object.fromEntries(counted);
}
