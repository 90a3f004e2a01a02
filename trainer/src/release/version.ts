import { createRequire } from "node:module";

/** The version of the trainer. */
export const { version: TRAINER_VERSION } = createRequire(import.meta.url)(
  "../../package.json",
) as {
  readonly version: string;
};
