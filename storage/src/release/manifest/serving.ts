import { z } from "zod";

import { MAX_KEYS } from "../../formats/table/keys/key.js";
import { KEY_PATH, KEY_PATH_RULE, keysIn } from "../key-path.js";
import { name } from "./fields.js";

/** A path of the api, with `:name` in the place of each key column. */
const path = z.string().regex(KEY_PATH, { error: `is not ${KEY_PATH_RULE}` });

/** A column of the key of an entity. */
const KeyColumn = z.strictObject({ name, type: z.enum(["integer", "text"]) });

/** Who sees features and how an answer came about. Default: everybody whom the api answers. */
const Details = z.strictObject({ role: z.string().min(1) });

const ByKey = z.strictObject({
  /** The caller names an entity, and the release holds its features. */
  by: z.literal("key"),
  /** The columns of the key, in the order of the paths. */
  keys: z.array(KeyColumn).min(1).max(MAX_KEYS),
  /** `body`: a caller sends the key in the body of a POST. Default: it is in the url. */
  ask: z.literal("body").optional(),
  /** `new`: a key that the release does not hold is an entity without history. Default: it is refused. */
  unknown: z.literal("new").optional(),
  /** How old the features may get, and what becomes of requests for older ones. Default: any age. */
  freshness: z
    .strictObject({ seconds: z.int().positive(), stale: z.enum(["tell", "refuse"]) })
    .optional(),
  paths: z.strictObject({ features: path, prediction: path }),
  answer: z.string(),
  details: Details.optional(),
});
export type ByKey = z.infer<typeof ByKey>;

/** The names that the paths of a model must hold, in their order: none where the key is in a body. */
export const namesInPaths = ({ keys, ask }: Pick<ByKey, "keys" | "ask">): readonly string[] =>
  ask === "body" ? [] : keys.map((key) => key.name);

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
  ByKey.refine(
    (serving) =>
      Object.values(serving.paths).every(
        (of) => keysIn(of).join("/") === namesInPaths(serving).join("/"),
      ),
    { error: "does not hold each key once, in their order", path: ["paths"] },
  ),
  z.strictObject({
    /** The caller sends the features. */
    by: z.literal("row"),
    answer: z.string(),
    details: Details.optional(),
    subject: Subject.optional(),
  }),
]);
export type Subject = z.infer<typeof Subject>;
export type Serving = z.infer<typeof Serving>;

/** The subject of a model. @returns undefined unless the model is sensitive */
export const subjectOf = ({ serving }: { readonly serving: Serving }): Subject | undefined =>
  serving.by === "row" ? serving.subject : undefined;
