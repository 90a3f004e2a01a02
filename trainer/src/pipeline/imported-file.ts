import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { isNativeError } from "node:util/types";

import { OnnxRuntimeMissing } from "@despliega/storage";

import { OnnxRefused, OnnxRunImpossible, OptionInvalid } from "../errors/errors.js";
import { codedFeature } from "../model/coded-feature.js";
import type { ModelDefinition } from "../model/model.js";
import { readGivenModel } from "../onnx/read/follow.js";
import type { GivenModel } from "../onnx/read/meaning.js";
import { NotCompiled } from "../onnx/read/not-compiled.js";
import { openRuntime } from "../onnx/run/open-runtime.js";

/** A model that was fitted elsewhere, in the format ONNX. */
export interface ImportedFile {
  /** The plain name of the file. */
  readonly name: string;
  /** In hex. */
  readonly sha256: string;
  readonly bytes: Buffer;
  /** What is compiled; else why it is not, so that onnxruntime runs it. */
  readonly given: GivenModel | NotCompiled;
}

/** Reads a file for a model. @throws `OPTION_INVALID`, `ONNX_REFUSED`, `ONNX_RUN_IMPOSSIBLE` */
export const readImportedFile = async (
  file: string,
  { features }: Pick<ModelDefinition, "features">,
): Promise<ImportedFile> => {
  const name = basename(file);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new OptionInvalid({
      option: "--onnx",
      problem: `names no file that can be read: ${isNativeError(error) ? error.message : ""}`,
    });
  });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const coded = features.map(codedFeature);
  const given = compiledOr(
    () => readGivenModel(bytes, coded),
    (reason) => {
      requireRunnable(name, bytes, reason);
      return reason;
    },
  );
  return { name, sha256, bytes, given };
};

/** Compiles a model, or does something else where it cannot be compiled. */
export const compiledOr = <Compiled, Other>(
  compile: () => Compiled,
  otherwise: (reason: NotCompiled) => Other,
): Compiled | Other => {
  try {
    return compile();
  } catch (error) {
    if (error instanceof NotCompiled) return otherwise(error);
    throw error;
  }
};

/** Requires that onnxruntime can run a file. @throws `ONNX_REFUSED`, `ONNX_RUN_IMPOSSIBLE` */
const requireRunnable = (file: string, bytes: Buffer, reason: NotCompiled): void => {
  runOrRefuse(file, reason, () => openRuntime(bytes));
};

/**
 * Does work with a file that onnxruntime runs.
 *
 * @param reason why it is not compiled
 * @throws `ONNX_REFUSED`, `ONNX_RUN_IMPOSSIBLE`
 */
export const runOrRefuse = <T>(file: string, reason: NotCompiled, work: () => T): T => {
  try {
    return orRefuse(file, work);
  } catch (cause) {
    if (!(cause instanceof OnnxRuntimeMissing)) throw cause;
    throw new OnnxRunImpossible({ file, reason: reason.message, cure: cause.message }, { cause });
  }
};

/** Does work on a file's model. @throws `ONNX_REFUSED` where it is not of the model */
export const orRefuse = <T>(file: string, work: () => T): T =>
  compiledOr(work, ({ message }) => {
    throw new OnnxRefused({ file, reason: message });
  });
