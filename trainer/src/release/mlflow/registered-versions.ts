import { z } from "zod";

import type { MlflowClient } from "./client.js";
import { VERSION_TAG } from "./training-facts.js";

/** A version of the registered model that is a release. */
export interface RegisteredVersion {
  /** MLflow counts them up, so that of two the one that was made first has the lower number. */
  readonly number: string;
  readonly runId: string;
}

const Page = z.object({
  model_versions: z
    .array(
      z.object({
        version: z.coerce.string(),
        run_id: z.string().optional(),
        tags: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
      }),
    )
    .optional(),
  next_page_token: z.string().optional(),
});

/** The versions of the registered model that are releases, by our version: of several of one release the first. */
export const registeredVersions = async (
  client: MlflowClient,
  model: string,
): Promise<Map<string, RegisteredVersion>> => {
  const registered = new Map<string, RegisteredVersion>();
  let token: string | undefined = "";
  do {
    const next: Record<string, string> = token === "" ? {} : { page_token: token };
    const query = { filter: `name='${model}'`, max_results: "1000", ...next };
    const page: z.output<typeof Page> = await client.get("model-versions/search", query, Page);
    for (const { version: number, run_id: runId = "", tags = [] } of page.model_versions ?? []) {
      const ours = tags.find(({ key }) => key === VERSION_TAG)?.value;
      if (ours === undefined) continue;
      const other = registered.get(ours);
      if (other === undefined || Number(number) < Number(other.number))
        registered.set(ours, { number, runId });
    }
    token = page.next_page_token;
  } while (token !== undefined && token !== "");
  return registered;
};
