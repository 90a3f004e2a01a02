import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** Values with the probability of each; the probabilities add up to 1. */
export type Chances<T> = readonly (readonly [value: T, probability: number])[];

/** The finaliser of MurmurHash3, which lets every bit of the input reach every bit of the output. */
const mix = (word: number): number => {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};

/**
 * A stream of random values that a seed and a stream number determine.
 *
 * Every value is made with exactly rounded arithmetic, so it is the same on every machine.
 */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(seed: number, stream: number) {
    const a = mix(seed ^ 0x9e3779b9);
    const b = mix(a ^ 0x7f4a7c15);
    this.#generator = xoroshiro128plusFromState([mix(b ^ stream), mix(a ^ stream), a, b]);
  }

  /** Uniform from 0 to 1, without 1, in steps of 2⁻³². */
  uniform(): number {
    return (this.#generator.next() >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number {
    return Math.floor(this.uniform() * limit);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Mean 0 and variance 1, within ±3.47: four uniform values added up, close to the normal distribution. */
  normal(): number {
    const generator = this.#generator;
    const sum = generator.next() + generator.next() + generator.next() + generator.next();
    return (sum / 2 ** 32) * Math.sqrt(3);
  }

  /** Positive with mean 1 and variance about 0.8, most values small and a few large, like the exponential distribution. */
  skewed(): number {
    const x = this.normal();
    const y = this.normal();
    return (x * x + y * y) / 2;
  }

  /** One of the values, with its probability. */
  oneOf<T>(chances: Chances<T>): T {
    let left = this.uniform();
    for (const [value, probability] of chances) {
      left -= probability;
      if (left < 0) return value;
    }
    return chances[0]![0];
  }
}
