/** Work that can be asked to stop, because other work beside it has failed. */
export type Work<T> = (stop: AbortSignal) => Promise<T>;

/**
 * Runs works concurrently, and returns when all of them have ended, even when one fails: afterwards no work uses a resource
 * that the caller closes. After a failure the other works are asked to stop.
 *
 * @throws the error of the first work that failed
 */
export const together = async <T extends readonly unknown[]>(
  ...works: { readonly [K in keyof T]: Work<T[K]> }
): Promise<T> => {
  const stop = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  const started = works.map(async (work: Work<unknown>) => {
    try {
      return await work(stop.signal);
    } catch (error) {
      failure ??= { error };
      stop.abort(error);
      throw error;
    }
  });
  const ends = await Promise.allSettled(started);
  if (failure !== undefined) throw failure.error;
  return ends.map((end) => (end as PromiseFulfilledResult<unknown>).value) as unknown as T;
};

/**
 * Runs one work per item, as {@link together} does. After a failure no further work begins.
 *
 * @param most works that run at the same time. Default: all
 */
export const eachTogether = async <Item, T>(
  items: readonly Item[],
  work: (item: Item, index: number, stop: AbortSignal) => Promise<T>,
  most = items.length,
): Promise<T[]> => {
  const results: T[] = [];
  let next = 0;
  const lane: Work<void> = async (stop) => {
    while (next < items.length && !stop.aborted) {
      const at = next++;
      results[at] = await work(items[at]!, at, stop);
    }
  };
  await together(...Array.from({ length: Math.min(most, items.length) }, () => lane));
  return results;
};
