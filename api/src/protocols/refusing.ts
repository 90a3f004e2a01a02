import type { Request, RequestHandler, Response } from "express";

import { refuse } from "../http/body/refuse.js";
import { Refusal } from "../refusal.js";

/** Makes a handler whose refusals are answered as problems. */
export const refusing =
  (handle: (request: Request, response: Response) => void | Promise<void>): RequestHandler =>
  async (request, response) => {
    try {
      await handle(request, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse(request, response, error);
    }
  };
