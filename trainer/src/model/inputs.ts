import type { InputDefinition } from "./model.js";

/** The inputs of a model. */
export interface ModelInputs {
  readonly name: string;
  readonly inputs: readonly InputDefinition[];
}
