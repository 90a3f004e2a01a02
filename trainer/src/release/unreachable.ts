import { z } from "zod";

/** What `fetch` throws: the error of its signal, or one whose cause is that of the connection. */
const Thrown = z.object({
  name: z.string(),
  cause: z.object({ code: z.string() }).optional().catch(undefined),
});

/** Why `fetch` had no answer from a server, as the end of a sentence about it. */
export const unreachableBecause = (thrown: unknown): string => {
  const { data } = Thrown.safeParse(thrown);
  if (data?.name === "TimeoutError") return "did not answer in time";
  return data?.cause === undefined ? "cannot be reached" : `cannot be reached (${data.cause.code})`;
};
