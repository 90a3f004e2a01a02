import type { InputDefinition } from "./model.js";

/** A model, as far as its inputs are concerned. */
export interface ModelInputs {
  readonly name: string;
  readonly inputs: readonly InputDefinition[];
}
