import type { IncomingMessage } from "node:http";

import type { Request, RequestHandler, Response } from "express";

import { refuse } from "../body/refuse.js";
import { PROBLEMS } from "../errors.js";
import type { ProblemMembers } from "../http/problem.js";
import { Refusal } from "../refusal.js";

/** Whether errors are also told in the way of the Open Inference Protocol. */
export const isV2 = ({ url = "" }: IncomingMessage): boolean => /^\/v2(?:\/|\?|$)/.test(url);

/** Makes a handler whose refusals are answered as problems. */
export const refusing =
  (handle: (request: Request, response: Response) => void | Promise<void>): RequestHandler =>
  async (request, response) => {
    try {
      await handle(request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(request, response, error, membersOf(error, isV2(request)));
    }
  };

const membersOf = ({ code, place }: Refusal, v2: boolean): ProblemMembers => {
  const { feature, row } = place;
  if (!v2) return { feature, row };
  const subject = [feature, row === undefined ? undefined : `row ${row}`]
    .filter(Boolean)
    .join(", ");
  const { detail } = PROBLEMS[code];
  return { feature, row, error: subject === "" ? detail : `${detail}: ${subject}` };
};
