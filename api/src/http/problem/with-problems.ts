import type { Request, RequestHandler, Response } from "express";

import { ProblemError } from "./problem-error.js";
import { refuse } from "./refuse.js";

/** Makes a handler that answers a {@link ProblemError} which it throws. */
export const withProblems =
  (handle: (request: Request, response: Response) => void | Promise<void>): RequestHandler =>
  (request, response) => {
    const answer = (error: unknown): void => answerProblem(request, response, error);
    try {
      const done = handle(request, response);
      return done instanceof Promise ? done.catch(answer) : undefined;
    } catch (error) {
      return answer(error);
    }
  };

/** Answers a request with the problem that was thrown. @throws any other error */
export const answerProblem = (request: Request, response: Response, error: unknown): void => {
  if (!(error instanceof ProblemError)) throw error;
  refuse(request, response, error);
};
