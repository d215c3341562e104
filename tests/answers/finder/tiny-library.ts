import { readQuestions } from '../../../src/answers/examples.ts';
import type { Library } from '../../../src/answers/library.ts';

/** Four answers, each asked for a dozen times in three batches, and as many messages about other things. */
const QUESTIONS: Readonly<Record<string, string>> = {
  momentum: `
    ## plain
    what does momentum do
    how does momentum change the step
    why does sgd with momentum move faster
    is momentum 0.9 a good setting
    ## chat
    momentum??
    why does the velocity overshoot the minimum
    velocity buffer keeps moving after the gradient is zero
    nesterov momentum or plain momentum
    ## exam
    Explain the velocity term of momentum.
    How large is the step with momentum in a steady direction?
    Derive why momentum multiplies the step by ten.
    What is stored in the momentum buffer?`,
  'batch-size': `
    ## plain
    how does the batch size change training
    should I use larger batches
    is batch size 32 better than 256
    what happens with a small batch
    ## chat
    bigger batch or smaller batch
    batches of 512 train worse
    changed batch from 32 to 128 and it learns slower
    noisy gradient with small batches
    ## exam
    Explain how the batch size scales the noise of the gradient.
    How should lr follow the batch size?
    What does doubling the batch change?
    Why do large batches need a larger lr?`,
  'l1-vs-l2': `
    ## plain
    what is the difference between l1 and l2
    l1 or l2 penalty
    why does lasso make weights exactly zero
    absolute value penalty or squared penalty
    ## chat
    lasso vs ridge
    does l1 give sparse weights
    l2 never gives exact zeros right
    squares or absolute values in the penalty
    ## exam
    Compare the lasso with the ridge penalty.
    Why is the pull of L1 the same for small weights?
    Which penalty makes weights sparse?
    State the gradient of the absolute value penalty.`,
  'early-stopping': `
    ## plain
    what is early stopping
    when should I stop training
    is early stopping like weight decay
    how long should patience be
    ## chat
    validation keeps rising so when do I stop
    stop early or keep training
    early stopping patience 5?
    stopped at epoch 20 because validation got worse
    ## exam
    Explain early stopping as regularisation.
    Why does stopping early keep weights small?
    When should training be stopped?
    What does patience mean in early stopping?`,
};

const OTHER_THINGS = `
  ## plain
  what is the weather like today
  which pizza do you like
  how do I book a ticket to the airport
  where can I buy a guitar
  ## chat
  good morning
  hello everyone
  thanks, see you tomorrow
  anybody here for a game tonight
  my dog ate my homework
  shall we order pizza
  ## exam
  Name the capital of France.
  Who wrote Hamlet?
  Translate this sentence into Spanish.
  When did the war end?
  List the planets.
  Explain photosynthesis.`;

export function tinyLibrary(): Library {
  const ids = Object.keys(QUESTIONS);
  return {
    answers: ids.map((id) => ({
      id,
      title: id,
      formula: null,
      spoken: null,
      demo: '/train',
      related: [],
      sources: [],
      body: '',
    })),
    questions: [...ids.flatMap((id) => readQuestions(id, QUESTIONS[id]!)), ...readQuestions(null, OTHER_THINGS)],
  };
}
