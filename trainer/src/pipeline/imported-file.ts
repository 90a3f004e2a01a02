import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { isNativeError } from "node:util/types";

import { OnnxRefused, OptionInvalid } from "../errors/errors.js";
import { codedFeature } from "../model/coded-feature.js";
import type { ModelDefinition } from "../model/model.js";
import { readGivenModel } from "../onnx/read/follow.js";
import type { GivenModel } from "../onnx/read/meaning.js";
import { NotCompiled } from "../onnx/read/not-compiled.js";

/** A model that was fitted elsewhere, in the format ONNX. */
export interface ImportedFile {
  /** The plain name of the file. */
  readonly name: string;
  /** In hex. */
  readonly sha256: string;
  readonly given: GivenModel;
}

/** Reads a file for a model. @throws `OPTION_INVALID`, `ONNX_REFUSED` */
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
  return { name, sha256, given: orRefuse(name, () => readGivenModel(bytes, coded)) };
};

/** Does work on a file's model. @throws `ONNX_REFUSED` where it cannot be compiled */
export const orRefuse = <T>(file: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof NotCompiled) throw new OnnxRefused({ file, reason: error.message });
    throw error;
  }
};
