/** The operations on something that is closed in the end, and must not be closed under any of them. */
export interface InFlight {
  /** Runs an operation. @throws Error once the end has begun */
  run<T>(operation: () => Promise<T>): Promise<T>;
  /** Takes no more operations, and resolves when those that run have ended, however they end. */
  end(): Promise<void>;
}

/**
 * Counts the operations on something.
 *
 * @param what of an error to whoever comes too late
 */
export const inFlight = (what: string): InFlight => {
  const running = new Set<Promise<unknown>>();
  let ended = false;
  return {
    async run(operation) {
      if (ended) throw new Error(`${what} is closed`);
      const work = operation();
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    async end() {
      ended = true;
      await Promise.allSettled(running);
    },
  };
};
