/** Runs a statement to its end, and drops what it returns. */
export const finish = async (pages: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of pages);
};
