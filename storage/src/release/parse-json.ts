import type { z } from "zod";

import { ReleaseInvalid } from "../errors/errors.js";

/**
 * Parses the JSON of a blob against its schema.
 *
 * @param upgrade converts JSON of an earlier version to the schema. Default: no conversion
 * @throws `RELEASE_INVALID`, which names the blob and the field
 */
export const parseJson = <S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  name: string,
  upgrade: (json: unknown) => unknown = (json) => json,
): z.output<S> => {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new ReleaseInvalid({ name, problem: "it is not JSON" }, { cause });
  }
  const result = schema.safeParse(upgrade(json));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || "the whole";
  throw new ReleaseInvalid(
    { name, problem: `${field}: ${issue?.message ?? "not valid"}` },
    { cause: result.error },
  );
};
