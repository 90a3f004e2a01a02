import { z } from "zod";

import { name } from "./fields.js";

/** A path of the api, in which `:id` is the key of the entity. */
const path = z.string().regex(/^(?:\/(?:[a-z0-9_]+|:id))+$/);

/** The person of a row of a sensitive model, and the roles that may ask. */
const Subject = z.strictObject({
  /** The field of a request that identifies the person. It is replaced by a pseudonym first of all. */
  name,
  /** Id of the key of the pseudonyms; null when the training data has no identifiers. */
  pseudonymKey: z.string().nullable(),
  /** The role that sees a masked pseudonym, and the role that sees a whole one. */
  roles: z.strictObject({ masked: z.string(), whole: z.string() }),
});

/** The way in which the api answers for a model. */
export const Serving = z.discriminatedUnion("by", [
  z.strictObject({
    /** The caller names an entity, and the release holds its features. */
    by: z.literal("key"),
    entity: z.strictObject({ name: z.string(), type: z.enum(["integer", "text"]) }),
    paths: z.strictObject({ features: path, prediction: path }),
    answer: z.string(),
  }),
  z.strictObject({
    /** The caller sends the features. */
    by: z.literal("row"),
    answer: z.string(),
    subject: Subject.optional(),
  }),
]);
export type Subject = z.infer<typeof Subject>;
export type Serving = z.infer<typeof Serving>;

/** The subject of a model. @returns undefined unless the model is sensitive */
export const subjectOf = ({ serving }: { readonly serving: Serving }): Subject | undefined =>
  serving.by === "row" ? serving.subject : undefined;
