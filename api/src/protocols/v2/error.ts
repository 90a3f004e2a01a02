import type { ErrorMembers } from "../../http/problem.js";
import { messageOf } from "../message.js";

/** An error as the Open Inference Protocol writes one. */
export const v2Error: ErrorMembers = (problem) => ({ error: messageOf(problem) });
