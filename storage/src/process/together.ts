/** Work that may be told to stop: another one beside it has failed. */
export type Work<T> = (stop: AbortSignal) => Promise<T>;

/**
 * Does works beside each other, and ends when all of them have ended, also when one fails: nothing that was started
 * still uses what its caller is about to close. The others are told to stop then, and need not listen.
 *
 * @throws what the first of them to fail threw
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

/** As {@link together}, for one work on each item. */
export const eachTogether = <Item, T>(
  items: readonly Item[],
  work: (item: Item, index: number, stop: AbortSignal) => Promise<T>,
): Promise<T[]> =>
  together<T[]>(
    ...items.map(
      (item, index): Work<T> =>
        (stop) =>
          work(item, index, stop),
    ),
  );
