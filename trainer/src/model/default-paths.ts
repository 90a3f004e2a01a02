import { namesInPaths, type ByKey } from "@despliega/storage";

/** The paths of a model that writes none: the key, where it is in urls, is between the model and what is asked for. */
export const defaultPaths = (
  model: string,
  serving: Pick<ByKey, "keys" | "ask">,
): ByKey["paths"] => {
  const start = [`/api/${model}`, ...namesInPaths(serving).map((name) => `:${name}`)].join("/");
  return { features: `${start}/features`, prediction: `${start}/prediction` };
};
