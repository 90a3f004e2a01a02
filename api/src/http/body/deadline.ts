/** A moment at which waiting for a request ends, unless it is cleared before. */
export interface Deadline {
  /** Aborted at that moment. The timer starts with the first look at it: most requests wait for nothing. */
  readonly signal: AbortSignal;
  /** The seconds from the start. */
  readonly seconds: number;
  clear(): void;
}

/** Starts a deadline. */
export const deadlineIn = (seconds: number): Deadline => new LazyDeadline(seconds);

class LazyDeadline implements Deadline {
  readonly seconds: number;
  readonly #started = performance.now();
  #controller: AbortController | undefined = undefined;
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = (this.#controller = new AbortController());
      const left = this.seconds * 1_000 - (performance.now() - this.#started);
      this.#timer = setTimeout(() => controller.abort(), left);
    }
    return this.#controller.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}
