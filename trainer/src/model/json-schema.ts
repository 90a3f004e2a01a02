import { z } from "zod";

import { ModelSchema } from "./schema.js";

/** The JSON Schema of `model.yaml`, by which editors complete and check it. */
export const modelJsonSchema = (): object => ({
  ...z.toJSONSchema(ModelSchema, { target: "draft-7", io: "input" }),
  title: "A model of Despliega",
});
