import { openSession, requireContained, type Session } from "@despliega/storage";

import { refuse } from "../read/not-compiled.js";
import { withoutZipMaps } from "./without-zip-maps.js";

/** A model that onnxruntime has loaded, and the file that it is of. */
export interface OpenModel {
  readonly session: Session;
  readonly model: Buffer;
}

/** Loads a file that is all of its model. @throws NotCompiled for any other, `ONNX_RUNTIME_MISSING` */
export const openRuntime = (bytes: Buffer): OpenModel =>
  orRefused(() => {
    requireContained(bytes);
    const model = withoutZipMaps(bytes);
    return { model, session: openSession(model) };
  });

/** Errors of the runtime and of files say what is in the way. @throws NotCompiled */
export const orRefused = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && !("code" in error)) return refuse(error.message.split("\n")[0]!);
    throw error;
  }
};
