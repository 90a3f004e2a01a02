import type { Manifest } from "@despliega/storage";

import type { ProblemCode } from "../../../errors/errors.js";
import type { FlatHeaders } from "../../../http/headers/flat-headers.js";
import type { Place } from "../../../http/problem/problem-error.js";
import type { Call } from "../../protocol.js";

/** Everything that a thread needs to make a release's predictor. */
export interface ReleaseSource {
  readonly manifest: Manifest;
  readonly modelJson: string;
}

/** What is sent to a thread. */
export interface Job {
  /** Its name. */
  readonly protocol: string;
  readonly model: string;
  readonly call: Call;
  /** Absent when an earlier job has given the thread the model's release. */
  readonly release?: ReleaseSource;
}

/** What comes back: the answer in UTF-8, a problem, or a bug. */
export type JobResult =
  | {
      readonly body: Uint8Array;
      readonly headers: FlatHeaders | undefined;
      readonly scores: Float64Array;
      /** The features of the rows, where the call has an id; otherwise nobody needs them. */
      readonly values: Float64Array | undefined;
    }
  | { readonly problem: ProblemCode; readonly place: Place }
  | { readonly thrown: unknown };
