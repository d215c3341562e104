import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';

/**
 * Trains in TensorFlow.js what each line on stdin describes, and answers with the seconds it took: torch_train.py's
 * lines and answers. The backend is the first argument.
 */

await tf.setBackend(process.argv[2]);
await tf.ready();

const optimizers = {
  plain: ({ lr }) => tf.train.sgd(lr),
  momentum: ({ lr, momentum }) => tf.train.momentum(lr, momentum),
};

function build(layers) {
  return layers.map(({ weights, biases }) => ({
    weights: tf.variable(tf.tensor2d(weights).transpose()),
    biases: biases === null ? null : tf.variable(tf.tensor1d(biases)),
  }));
}

function predict(model, activation, inputs) {
  return model.reduce((a, { weights, biases }, depth) => {
    const product = a.matMul(weights);
    const z = biases === null ? product : product.add(biases);
    if (depth === model.length - 1) return z;
    return activation === 'tanh' ? z.tanh() : z.relu();
  }, inputs);
}

function samplesOf({ inputs, targets }) {
  return { inputs: tf.tensor2d(inputs), targets: tf.tensor2d(targets, [targets.length, 1]) };
}

function train(run) {
  const model = build(run.layers);
  const [training, validation] = [run.training, run.validation].map(samplesOf);
  const lossOn = ({ inputs, targets }) =>
    predict(model, run.activation, inputs).sub(targets).square().mean().mul(run.loss_factor);
  const valueOn = (samples) => tf.tidy(() => lossOn(samples).dataSync()[0]);
  const optimizer = optimizers[run.momentum === 0 ? 'plain' : 'momentum'](run);
  const variables = model.flatMap(({ weights, biases }) => [weights, biases].filter(Boolean));
  const records = new Set(run.records);
  const start = performance.now();
  for (let step = 0; step < run.steps; step++) {
    if (records.has(step)) for (const samples of [training, validation]) valueOn(samples);
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() => lossOn(training), variables);
      for (const variable of variables) grads[variable.name] = grads[variable.name].add(variable.mul(run.wd));
      optimizer.applyGradients(grads);
    });
  }
  const loss = valueOn(training);
  valueOn(validation);
  const seconds = (performance.now() - start) / 1_000;
  optimizer.dispose();
  tf.dispose([training, validation, variables]);
  return { seconds, loss };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(train(JSON.parse(line))));
}
