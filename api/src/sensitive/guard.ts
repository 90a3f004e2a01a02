import { pseudonymOf, subjectOf, type Manifest } from "@despliega/storage";
import type { Request, Response } from "express";

import type { Identity } from "../auth/identity.js";
import type { ApiResponse } from "../http/api-response.js";
import { Refusal } from "../refusal.js";
import type { Person } from "../signature/signature.js";
import { accessOf, SHOW, type View } from "./access.js";
import { needsOf, type Means } from "./needs.js";

/** What a permitted request is worked on with. */
export interface Pass {
  /** Shows a pseudonym as the caller may see it. */
  readonly show: (pseudonym: string) => string;
}

/** What was decided about one person. */
export interface Decision {
  readonly pseudonym: string;
  /** The class, or the number of a regression. */
  readonly answer: number;
}

/** What the work on a request comes to. */
export interface Worked {
  /** One a row. Default: the work concerned nobody. */
  readonly decisions?: readonly Decision[];
}

/** The one place that every request about a sensitive model passes, and every release of one. */
export interface Guard {
  /**
   * Checks that a release can be served as its manifest demands, and records that it is.
   *
   * @throws `SENSITIVE_UNSERVABLE`; the audit's error
   */
  admit(manifest: Manifest): Promise<void>;
  /**
   * Tells how the rows of a release say whom they are about; undefined for an open model.
   *
   * @throws `SENSITIVE_UNSERVABLE`
   */
  readonly personOf: (manifest: Manifest) => Person | undefined;
  /**
   * Does the work on a request. About a sensitive model it is done for permitted callers only, and whatever comes of it
   * is recorded before anybody learns of it.
   *
   * @param work is given undefined for an open model
   * @throws Refusal `FORBIDDEN`, `STEP_UP_REQUIRED`, `AUDIT_UNAVAILABLE`; what the work throws
   */
  pass<T extends Worked>(
    manifest: Manifest,
    request: Request,
    response: Response,
    work: (pass: Pass | undefined) => T | Promise<T>,
  ): T | Promise<T>;
}

/** What the guard works with. */
export interface GuardOptions extends Means {
  /** Authentication context that counts as a second factor. */
  readonly authContext?: string | undefined;
}

/** Makes the guard; with nothing given it lets no sensitive model pass. */
export const createGuard = ({ authContext, ...means }: GuardOptions = {}): Guard => {
  const needs = needsOf(means);

  return {
    async admit(manifest) {
      const subject = subjectOf(manifest);
      if (subject === undefined) return;
      const { model, version } = manifest;
      await needs(manifest, subject).audit.write(model, { decision: "served", model, version });
    },

    personOf(manifest) {
      const subject = subjectOf(manifest);
      if (subject === undefined) return undefined;
      const { key } = needs(manifest, subject);
      const { model } = manifest;
      return {
        name: subject.name,
        pseudonymOf: (identifier) => pseudonymOf(key, model, identifier),
      };
    },

    pass(manifest, request, response, work) {
      const subject = subjectOf(manifest);
      if (subject === undefined) return work(undefined);
      const { audit: log } = needs(manifest, subject);
      const { caller, requestId } = response as unknown as ApiResponse;
      const { model, version } = manifest;
      const { path } = request.route as { readonly path: string };
      const record = async (outcome: object): Promise<void> => {
        const request = { requestId, route: path, caller: nameOf(caller) };
        try {
          await log.write(model, { ...outcome, model, version, ...request });
        } catch {
          // The audit has logged why.
          throw new Refusal("AUDIT_UNAVAILABLE");
        }
      };

      const permitted = async () => {
        const access = accessOf(caller, subject, authContext);
        if (typeof access !== "string") throw new Refusal(access.code, {}, access.headers);
        const result = await work({ show: SHOW[access] });
        return { access, result };
      };
      return recorded(permitted, record);
    },
  };
};

/** Records what comes of a request before it is known outside; without a record it comes to nothing. */
const recorded = async <T extends Worked>(
  work: () => Promise<{ readonly access: View; readonly result: T }>,
  record: (outcome: object) => Promise<void>,
): Promise<T> => {
  let done;
  try {
    done = await work();
  } catch (error) {
    await record({
      decision: "refused",
      why: error instanceof Refusal ? error.code : "INTERNAL",
    });
    throw error;
  }
  const { access, result } = done;
  await record({ decision: "answered", sees: access, subjects: result.decisions ?? [] });
  return result;
};

const nameOf = (caller: Identity | undefined) => {
  const { sub, oid } = caller?.claims ?? {};
  return { sub, oid };
};
