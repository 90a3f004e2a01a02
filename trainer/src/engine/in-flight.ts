/** The operations on a resource that must not be closed while one of them runs. */
export interface InFlight {
  /** Runs an operation. @throws Error once the end has begun */
  run<T>(operation: () => Promise<T>): Promise<T>;
  /** Takes no more operations, and resolves when those that run have succeeded or failed. */
  end(): Promise<void>;
}

/**
 * Counts the operations on a resource.
 *
 * @param what name of the resource, for the error of an operation that comes too late
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
