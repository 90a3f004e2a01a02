declare module "ml-logistic-regression" {
  import type { Matrix } from "ml-matrix";

  /** The library's two-class model. Its scores are the probability of *not* being its class. */
  interface TwoClasses {
    readonly weights: Matrix;
    testScores(features: Matrix): number[];
  }

  export default class LogisticRegression {
    constructor(options?: { numSteps?: number; learningRate?: number });
    readonly numberClasses: number;
    readonly classifiers: TwoClasses[];
    train(features: Matrix, target: Matrix): void;
    predict(features: Matrix): number[];
    toJSON(): unknown;
    static load(model: unknown): LogisticRegression;
  }
}
