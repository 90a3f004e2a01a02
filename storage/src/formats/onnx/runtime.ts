import { createRequire } from "node:module";
import { isMainThread } from "node:worker_threads";

import { OnnxRuntimeMissing } from "../../errors/errors.js";

/** Values of one type with a shape, as the runtime takes and makes them. */
export interface Tensor {
  readonly type: string;
  readonly data: ArrayLike<number> | ArrayLike<bigint> | readonly string[];
  readonly dims: readonly number[];
}

/** A value that a model takes or makes. */
export interface Shown {
  readonly name: string;
  readonly isTensor: boolean;
  /** Of a tensor, by the numbers of ONNX. */
  readonly type?: number;
  /** Of a tensor; −1 where a size is not fixed. Empty where nothing is known. */
  readonly shape?: readonly number[];
}

/** A model that onnxruntime has loaded. Its memory is free again when nothing refers to it. */
export interface Session {
  readonly inputMetadata: readonly Shown[];
  readonly outputMetadata: readonly Shown[];
  /** Runs the model in this thread. @param fetches null for each output that is wanted */
  readonly run: (
    feeds: Readonly<Record<string, Tensor & { readonly location: "cpu" }>>,
    fetches: Readonly<Record<string, null>>,
    options: object,
  ) => Readonly<Record<string, Tensor>>;
}

interface Loading extends Session {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
}

interface Binding {
  readonly InferenceSession: new () => Loading;
  readonly initOrtOnce: (level: number, tensor: typeof NewTensor, isMainThread: boolean) => void;
}

/** What the runtime makes of its results. */
class NewTensor implements Tensor {
  constructor(
    readonly type: string,
    readonly data: Tensor["data"],
    readonly dims: readonly number[],
  ) {}
}

// Its interface answers with promises of what these functions of its own have computed at once. The version is pinned.
const require = createRequire(import.meta.url);

/** Errors of a row come back as errors, and are not also printed. */
const FATAL = 4;

let loaded: Binding | undefined;

const bindingOf = (): Binding => {
  if (loaded !== undefined) return loaded;
  try {
    const { binding } = require("onnxruntime-node/dist/binding.js") as {
      readonly binding: Binding;
    };
    binding.initOrtOnce(FATAL, NewTensor, isMainThread);
    loaded = binding;
    return binding;
  } catch (cause) {
    throw new OnnxRuntimeMissing(undefined, { cause });
  }
};

/** One thread, so that equal rows have equal answers. */
const OPTIONS = {
  executionProviders: ["cpu"],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  logSeverityLevel: FATAL,
};

/** Loads a model. @throws `ONNX_RUNTIME_MISSING`; RangeError for one that onnxruntime does not know */
export const openSession = ({ buffer, byteOffset, byteLength }: Uint8Array): Session => {
  const session = new (bindingOf().InferenceSession)();
  try {
    session.loadModel(buffer, byteOffset, byteLength, OPTIONS);
  } catch (cause) {
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split("\n");
    throw new RangeError(`cannot be loaded by onnxruntime: ${problem}`, { cause });
  }
  return session;
};
