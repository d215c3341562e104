import { stemmer } from 'stemmer';

/** From a message as typed to the words the finder counts. The order: signs to words, tokens, spelling, names, stems. */

/** Signs that carry meaning here, and that Unicode's own folding would flatten (w² to w2) or that no word is made of. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[’‘`´]/gu, "'"],
  [/²/gu, '^2'],
  [/³/gu, '^3'],
  [/½/gu, ' 1/2 '],
  [/[×·∗]/gu, '*'],
  [/[−–—]/gu, '-'],
  [/[‖∥]/gu, ' norm '],
  [/[ΣΣ∑]/gu, ' sum '],
  [/[∂∇]/gu, ' gradient '],
  [/√/gu, ' sqrt '],
  [/λ/gu, ' lambda '],
  [/η/gu, ' eta '],
  [/α/gu, ' alpha '],
  [/[μµ]/gu, ' mu '],
  [/β/gu, ' beta '],
  [/γ/gu, ' gamma '],
  [/θ/gu, ' theta '],
  [/ε/gu, ' epsilon '],
  [/[←→]/gu, ' becomes '],
];

/** Addresses, Discord's mentions, emoji and the like: where they point does not tell what is asked. */
const NOISE = /https?:\/\/\S+|<(?:@[!&]?|#|a?:\w+:)\d*>/gu;

/** As much as is read of a message anywhere. One letter may stand for eighteen, and there is no end to what may be sent. */
const LONGEST = 4_000;

/** Lower case, one kind of space, nothing invisible, maths signs as words. */
export function plainForm(message: string): string {
  let text = message.replace(NOISE, ' ');
  for (const [sign, word] of SIGNS) text = text.replace(sign, word);
  return text
    .normalize('NFKC')
    .slice(0, LONGEST)
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}

const NUMBER = /^\d[\d,]*\.?\d*(?:e[+-]?\d+)?$|^\.\d+(?:e[+-]?\d+)?$/u;
const TOKEN =
  /(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\p{L}\p{N}]|\.\d)|\d+\.\d+[\p{L}\p{N}]+|[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu;

/** The words of a plain form; a number becomes one of a few words that tell its size. */
export function tokensOf(plain: string): string[] {
  return (plain.replaceAll('_', ' ').match(TOKEN) ?? []).map((token) => (NUMBER.test(token) ? sizeOf(token) : token));
}

function sizeOf(number: string): string {
  const value = Number(number.replaceAll(',', ''));
  if (!Number.isFinite(value)) return '#';
  if (Number.isInteger(value) && value <= 4) return String(value);
  if (value >= 1e5) return '#huge';
  if (value >= 1_000) return '#thousands';
  if (value >= 20) return '#tens';
  if (value >= 1) return '#few';
  if (value >= 0.5) return '#half';
  if (value > 5e-3) return '#hundredths';
  return value > 5e-5 ? '#small' : '#tiny';
}

/** What several words or an abbreviation name, as one word. The longest that fits is taken. */
const NAMES = new Map(
  Object.entries({
    wd: [
      'weight decay',
      'weights decay',
      'weight decays',
      'weightdecay',
      'w decay',
      'decay weight',
      'decay of weights',
    ],
    lr: [
      'learning rate',
      'learn rate',
      'learningrate',
      'learning rates',
      'step size',
      'stepsize',
      'learning speed',
      'eta',
    ],
    lambda: ['lamda', 'lamba', 'lmbda', 'lam', 'lambd'],
    l2: ['l 2', 'l2norm', 'ridge penalty', 'kernel regularizer'],
    l1: ['l 1', 'lasso'],
    overfit: ['over fit', 'over fitting', 'overfitted', 'overfitting', 'overfits', 'over learning', 'overlearning'],
    underfit: ['under fit', 'under fitting', 'underfitting', 'underfits'],
    batchnorm: [
      'batch norm',
      'batch normalization',
      'batch normalisation',
      'bn',
      'batchnormalization',
      'batchnorm2d',
      'batchnorm1d',
    ],
    layernorm: ['layer norm', 'layer normalization', 'layer normalisation', 'ln'],
    batchsize: ['batch size', 'batchsize', 'bs', 'batch sizes', 'minibatch size', 'mini batch size'],
    minibatch: ['mini batch', 'mini batches', 'minibatches'],
    earlystop: ['early stopping', 'early stop', 'earlystopping', 'stop early', 'stopping early', 'stopped early'],
    drop: ['drops', 'dropped'],
    dropout: ['drop out', 'dropouts'],
    val: ['validation', 'valid', 'dev set', 'validation set', 'val set', 'holdout'],
    train: ['training', 'trn', 'trained', 'trains', 'training set', 'train set'],
    loss: ['losses', 'cost', 'cost function', 'loss function', 'objective'],
    gradient: ['grad', 'grads', 'gradients', 'gradiant', 'derivative', 'derivatives'],
    regularize: [
      'regularization',
      'regularisation',
      'regulariser',
      'regularizer',
      'reg',
      'regularized',
      'regularised',
      'regularizing',
      'regularise',
      'regularizers',
    ],
    parameter: ['param', 'params', 'parameters', 'parms'],
    paramgroup: ['param group', 'param groups', 'parameter group', 'parameter groups', 'params group', 'paramgroups'],
    optimizer: ['optimiser', 'opt', 'optim', 'optimizers', 'optimisers', 'optmizer'],
    init: [
      'initialization',
      'initialisation',
      'initialize',
      'initialise',
      'initialized',
      'initialised',
      'initial weights',
    ],
    nn: ['neural net', 'neural network', 'neural networks', 'neural nets', 'network', 'net', 'networks'],
    pytorch: ['torch'],
    keras: ['tf keras'],
    tensorflow: ['tf'],
    llm: [
      'llms',
      'language model',
      'language models',
      'large language model',
      'large language models',
      'gpt',
      'llama',
      'gpt2',
      'gpt 2',
    ],
    acc: ['accuracy'],
    schedule: ['scheduler', 'schedulers', 'schedules', 'sched', 'scheduling'],
    lrdecay: [
      'lr decay',
      'learning rate decay',
      'decay the learning rate',
      'decay learning rate',
      'learning rate decays',
    ],
    onecycle: ['one cycle', '1cycle', '1 cycle', 'onecyclelr'],
    warmup: ['warm up', 'warming up'],
    finetune: ['fine tune', 'fine tuning', 'finetuning', 'fine tuned', 'finetuned'],
    gaussian: ['normal distribution'],
    bayes: ['bayesian', 'posterior'],
    clip: ['clipping', 'clipped', 'clips', 'clipnorm', 'clipvalue'],
    between: ['b w', 'btw', 'btwn'],
    difference: ['diff', 'differ', 'different', 'differs', 'diffrence'],
    because: ['cuz', 'coz'],
    zero: ['0', 'zeros', 'zeroes'],
    half: ['1 2'],
    dont: ["don't", 'do not'],
    doesnt: ["doesn't", 'does not'],
    isnt: ["isn't", 'is not'],
    cant: ["can't", 'cannot', 'can not'],
    im: ["i'm"],
    whats: ["what's", 'what is'],
    weight: ['weights', 'wieght', 'w'],
    elementwise: ['element wise', 'entry wise'],
    decouple: ['decoupled', 'decoupling'],
    dataset: ['data set', 'datasets'],
    finder: ['lr find', 'lr finder', 'learning rate finder', 'range test', 'lr range test'],
  }).flatMap(([name, phrases]) => phrases.map((phrase) => [phrase, name] as const)),
);
const LONGEST_NAME = 4;

/** Tokens with the names of things made one word each, so that all ways of writing a thing count as the same. */
export function named(tokens: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < tokens.length; ) {
    let taken = 1;
    let word = tokens[i]!;
    for (let length = Math.min(LONGEST_NAME, tokens.length - i); length > 0; length--) {
      const name = NAMES.get(tokens.slice(i, i + length).join(' '));
      if (name === undefined) continue;
      word = name;
      taken = length;
      break;
    }
    out.push(word);
    i += taken;
  }
  return out;
}

/** The stem under which a word's forms are one: decays, decayed, decaying. */
export function stemOf(word: string): string {
  return word.length > 3 ? stemmer(word) : word;
}
