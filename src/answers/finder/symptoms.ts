/** What a message shows besides its words: patterns that a teacher sees at a glance. Each is a feature of its own. */
const SYMPTOMS: Readonly<Record<string, RegExp>> = {
  nan: /\b(?:nans?|infs?|infinity|inf loss|overflow)\b/u,
  explodes: /explod|blow(?:s|ing|n)? up|blew up|diverg|skyrocket|shoots? up|goes crazy|spik/u,
  bounces: /oscillat|zig.?zag|bounc|jump(?:s|ing|y)|wobbl|jitter|noisy|up and down/u,
  'val below train': /\b(?:val|test)[^.;]{0,30}(?:lower|less|smaller|better|below)[^.;]{0,20} than[^.;]{0,20}train/u,
  code: /\w\(|\w+\.\w+\(|[-+*]=|=\s*\[|self\.|import |def |for \w+ in /u,
  'grad attribute': /\.grad\b/u,
  'loss.grad': /\bloss\.grad/u,
  'weight.grad': /\b(?:w|weights?|params?|parameters?)\.grad/u,
  'sum()': /\bsum\(|\.sum\b/u,
  squared: /\^2|\*\*\s*2|squar|\.pow\(2\)/u,
  'factor 2':
    /\b2\s*\*|\*\s*2\b|\btimes (?:2|two)\b|\bfactor (?:of )?(?:2|two)\b|\bthe 2\b|\b1\/2\b|0\.5\s*\*|\/\s*2\b/u,
  'wd over 2': /(?:wd|lambda|decay|lambd?a?)\s*\/\s*\(?2/u,
  'lambda over m': /\/\s*\(?\s*2?\s*\*?\s*[mn]\b/u,
  'one minus': /1\s*-\s*(?:lr|eta|alpha|learning|lambda|wd)/u,
  'lr times wd':
    /(?:lr|learning.rate|eta|alpha)\s*(?:\*|x|times)\s*(?:wd|weight.decay|lambda|decay)|(?:wd|weight.decay|lambda)\s*(?:\*|x|times)\s*(?:lr|learning.rate|eta|alpha)/u,
  'abs()': /\babs\b|\|\w+\|/u,
  ndim: /ndim|\.dim\(\)|len\(p?\.?shape|named_parameters|no_decay|'params'|"params"/u,
  mentionsTwo: /\bvs\.?\b|versus|instead of|difference between|compared? (?:to|with)|\bor\b/u,
  values:
    /typical|default|which value|what value|good value|how (?:much|big|large|high|small)|recommend|best (?:value|wd|lr)|range/u,
};

/** One pass over the text: which loss is spoken of, and which way it goes. */
const COURSE =
  /\b(?<train>train)|\b(?<val>val|test)|\b(?<down>down|drop|decreas|fall|lower|better|improv|perfect|great|low)|\b(?<up>up|ris|increas|worse|higher|grow|climb)|(?<stop>[.;](?!\d))/gu;
/** A direction further away than this is that of something else. */
const NEAR = 60;

/** What is said of the two losses, such as `train down` and `val up`, in the order of the text. */
function coursesOf(plain: string): string[] {
  const courses: string[] = [];
  let spoken: { readonly of: string; readonly at: number } | null = null;
  for (const { groups = {}, index } of plain.matchAll(COURSE)) {
    const [kind] = Object.entries(groups).find(([, text]) => text !== undefined)!;
    if (kind === 'train' || kind === 'val') {
      spoken = { of: kind, at: index };
    } else {
      if (kind !== 'stop' && spoken !== null && index - spoken.at <= NEAR) courses.push(`${spoken.of} ${kind}`);
      spoken = null;
    }
  }
  return [...new Set(courses)];
}

/** The names of the symptoms that a plain form shows. */
export function symptomsOf(plain: string): string[] {
  const seen = Object.keys(SYMPTOMS).filter((name) => SYMPTOMS[name]!.test(plain));
  const length =
    plain.length < 25 ? 'short' : plain.length < 90 ? 'a line' : plain.length < 300 ? 'some lines' : 'long';
  const courses = coursesOf(plain);
  const both = courses.length > 1 ? [courses.toSorted().join(', ')] : [];
  return [...seen, ...courses, ...both, `length: ${length}`];
}
