/**
 * A ratio of two sums, and how far chance moves it: units come as pairs of what each adds above and below the line. A mean
 * is the ratio to the number of rows, and a share that of hits to rows that count. (Linearisation: Cochran, "Sampling
 * Techniques", 1977, chapter 6.)
 */
export class Ratio {
  #units = 0;
  #above = 0;
  #below = 0;
  #aboveAbove = 0;
  #aboveBelow = 0;
  #belowBelow = 0;

  /** Adds a unit. One that adds nothing to either sum is none. */
  add(above: number, below: number): void {
    if (above === 0 && below === 0) return;
    this.#units++;
    this.#above += above;
    this.#below += below;
    this.#aboveAbove += above * above;
    this.#aboveBelow += above * below;
    this.#belowBelow += below * below;
  }

  /** NaN of nothing. */
  get value(): number {
    return this.#above / this.#below;
  }

  /** The standard error; NaN of fewer than two units. */
  get deviation(): number {
    const { value } = this;
    const squares =
      this.#aboveAbove - 2 * value * this.#aboveBelow + value * value * this.#belowBelow;
    const factor = this.#units / (this.#units - 1);
    return Math.sqrt(factor * Math.max(0, squares)) / this.#below;
  }
}
