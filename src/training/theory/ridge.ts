import { RIDGE_NOISE, RIDGE_TRUE_LENGTH, ridge } from '../tasks/ridge.ts';

/**
 * The wd that validates best on the `ridge` task on average over its draws, once training has converged:
 * σ²d / (n‖w*‖²). The larger the noise and the more the features, the more decay; the more samples, the less.
 */
export const RIDGE_BEST_WD = (RIDGE_NOISE ** 2 * ridge.features) / (ridge.trainingCount * RIDGE_TRUE_LENGTH ** 2);
