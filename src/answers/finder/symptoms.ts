/** What a message shows besides its words: patterns that a teacher sees at a glance. Each is a feature of its own. */
const SYMPTOMS: Readonly<Record<string, RegExp>> = {
  nan: /\b(?:nans?|infs?|infinity|inf loss|overflow)\b/u,
  explodes: /explod|blow(?:s|ing|n)? up|blew up|diverg|skyrocket|shoots? up|goes crazy|spik/u,
  bounces: /oscillat|zig.?zag|bounc|jump(?:s|ing|y)|wobbl|jitter|noisy|up and down/u,
  'train down, val up':
    /train\w*[^.;]{0,60}(?:down|drop|decreas|fall|lower|better|improv|perfect|great|low)[^.;]{0,60}val\w*[^.;]{0,60}(?:up|ris|increas|worse|higher|grow|climb)|val\w*[^.;]{0,50}(?:up|ris|increas|worse|higher|grow|climb)[^.;]{0,60}train\w*[^.;]{0,60}(?:down|drop|decreas|fall|lower|better|improv)/u,
  'train worse, val better':
    /train\w*[^.;]{0,60}(?:up|ris|increas|worse|higher|grow|climb)[^.;]{0,60}(?:val\w*|test)[^.;]{0,60}(?:down|drop|decreas|fall|lower|better|improv)|(?:val\w*|test)[^.;]{0,50}(?:down|drop|decreas|fall|lower|better|improv)[^.;]{0,60}train\w*[^.;]{0,60}(?:up|ris|increas|worse|higher|grow|climb)/u,
  'val below train': /(?:val\w*|test)[^.;]{0,30}(?:lower|less|smaller|better|below)[^.;]{0,20} than[^.;]{0,20}train/u,
  code: /\w\(.*\)|\w+\.\w+\(|[-+*]=|=\s*\[|self\.|import |def |for \w+ in /u,
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

/** The names of the symptoms that a plain form shows. */
export function symptomsOf(plain: string): string[] {
  const seen = Object.keys(SYMPTOMS).filter((name) => SYMPTOMS[name]!.test(plain));
  const length =
    plain.length < 25 ? 'short' : plain.length < 90 ? 'a line' : plain.length < 300 ? 'some lines' : 'long';
  return [...seen, `length: ${length}`];
}
