import type { ServerResponse } from "node:http";

import type { Span } from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";
import type { Identity } from "../auth-result.js";
import type { FixedHeaders } from "../headers/flat-headers.js";
import type { ErrorForm } from "../problem/error-form.js";

/** A response of this api. */
export interface ApiResponse extends ServerResponse {
  /** Answers and log lines carry it. */
  readonly requestId: string;
  /** When the request came, on the clock of `performance.now()`. */
  readonly started: number;
  /** The release that answers, as `model/version`; the response names it in a header. */
  release: string | undefined;
  /** The id of the answers of a prediction; the response names it in a header. */
  predictionId: string | undefined;
  /** Headers that it has in common with other responses. */
  fixed: FixedHeaders | undefined;
  /** The content policy of a page that needs its own. Default: that of all answers. */
  policy: string | undefined;
  /** The caller; undefined until the check of the caller ends. */
  caller: Identity | undefined;
  /** The span of the request; undefined where none is made. */
  span: Span | undefined;
  /** Called with the code of a problem that is sent. Default: nobody is told. */
  onProblem: ((code: ProblemCode) => void) | undefined;
  /** How errors at the request's url are written; undefined: as problems. */
  readonly errorForm: ErrorForm | undefined;
  /**
   * Ends a response whose head is written and not sent. Head and body go out as one text, which Node.js writes in less time than
   * two pieces.
   *
   * @param body of ASCII alone
   */
  endInOne(body: string): void;
}
