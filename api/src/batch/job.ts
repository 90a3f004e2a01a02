import type { Manifest } from "@despliega/storage";

import type { ProblemCode } from "../errors.js";
import type { FlatHeaders } from "../http/flat-headers.js";
import type { Call, RowsProtocolName } from "../protocols/protocol.js";
import type { Place } from "../refusal.js";

/** Everything that a thread needs to make a release's scorer. */
export interface ReleaseText {
  readonly manifest: Manifest;
  readonly modelJson: string;
}

/** What is sent to a thread. */
export interface Job {
  readonly protocol: RowsProtocolName;
  readonly model: string;
  readonly call: Call;
  /** Absent when the thread has the model's release from an earlier job. */
  readonly release?: ReleaseText;
}

/** What comes back: the answer in UTF-8, a refusal, or a bug. */
export type Outcome =
  | {
      readonly body: Uint8Array;
      readonly headers: FlatHeaders | undefined;
      readonly scores: Float64Array;
    }
  | { readonly refused: ProblemCode; readonly place: Place }
  | { readonly thrown: unknown };
