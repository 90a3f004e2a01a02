import type { Request, RequestHandler, Response } from "express";

import { ProblemError } from "./problem-error.js";
import { refuse } from "./refuse.js";

/** Makes a handler that answers a {@link ProblemError} which it throws. */
export const withProblems =
  (handle: (request: Request, response: Response) => void | Promise<void>): RequestHandler =>
  async (request, response) => {
    try {
      await handle(request, response);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      refuse(request, response, error);
    }
  };
