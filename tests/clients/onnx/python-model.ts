import type { Feature } from "@despliega/storage";

/** A model of Python with the files of its rows and of the answers that onnxruntime gave. */
export interface PythonModel {
  readonly name: string;
  readonly path: string;
  readonly task: "two" | "three" | "number";
  readonly double: boolean;
  readonly features: readonly Pick<Feature, "name" | "type" | "categories" | "unseen">[];
}

/** What the script makes: models that are compiled, and others. */
export interface PythonModels {
  readonly models: readonly PythonModel[];
  readonly others: readonly PythonModel[];
}
