import { z } from "zod";

import type { Row } from "./sample.js";

/** The example of rows by name at the url of MLflow's protocol, as this project's api documents it. */
const Example = z.object({
  post: z.object({
    requestBody: z.object({
      content: z.object({
        "application/json": z.object({
          examples: z.object({
            dataframe_records: z.object({
              value: z.object({
                dataframe_records: z
                  .array(
                    z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
                  )
                  .min(1),
              }),
            }),
          }),
        }),
      }),
    }),
  }),
});

/** An OpenAPI document, as far as its paths. */
const Paths = z.object({ paths: z.record(z.string(), z.unknown()) });

/**
 * A row that a model takes, of the OpenAPI document of this project's api.
 *
 * @returns undefined for any other document, and where it shows no row
 */
export const exampleRow = (document: unknown, model: string): Row | undefined => {
  const paths = Paths.safeParse(document);
  const path = Example.safeParse(paths.data?.paths[`/models/${model}/invocations`]);
  if (!path.success) return undefined;
  const { examples } = path.data.post.requestBody.content["application/json"];
  return examples.dataframe_records.value.dataframe_records[0];
};
