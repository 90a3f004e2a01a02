import type { ErrorForm } from "../../http/problem/error-form.js";
import { messageOf } from "../message.js";

/** An error as the Open Inference Protocol writes one. */
export const v2Error: ErrorForm = {
  type: "application/json",
  members: (problem) => ({ error: messageOf(problem) }),
  described: { error: "Under /v2: the detail, with all of this in one line." },
};
