import type { ErrorForm } from "../../http/problem.js";
import { messageOf } from "../message.js";

/** An error as the Open Inference Protocol writes one. */
export const v2Error: ErrorForm = {
  type: "application/json",
  members: (problem) => ({ error: messageOf(problem) }),
};
