import { pseudonymOf, subjectOf, type Manifest } from "@despliega/storage";
import type { Request, Response } from "express";

import type { Identity } from "../../http/auth-result.js";
import type { ApiResponse } from "../../http/exchange/api-response.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import { accessOf, SHOW, type View } from "./access.js";
import { requirementsOf, type SensitiveSetup } from "./requirements.js";
import type { SubjectField } from "./subject-field.js";

/** What an authorised request is worked on with. */
export interface Grant {
  /** Shows a pseudonym as the caller may see it. */
  readonly show: (pseudonym: string) => string;
}

/** What was decided about one person. */
export interface Decision {
  readonly pseudonym: string;
  /** The class, by its name where it has one, or the number of a regression. */
  readonly answer: string | number;
}

/** The result of the work on a request. */
export interface WorkResult {
  /** One per row. Default: the work was about nobody. */
  readonly decisions?: readonly Decision[] | undefined;
}

/** Authorises every request to a sensitive model, and checks every release of one. */
export interface Authorisation {
  /**
   * Checks that a release can be served as its manifest demands, and records that it is.
   *
   * @throws `SENSITIVE_UNSERVABLE`; the audit's error
   */
  checkRelease(manifest: Manifest): Promise<void>;
  /**
   * The field that names the person in a row of a release; undefined for an open model.
   *
   * @throws `SENSITIVE_UNSERVABLE`
   */
  readonly subjectFieldOf: (manifest: Manifest) => SubjectField | undefined;
  /**
   * Does the work on a request. For a sensitive model it is done for authorised callers only, and its result is
   * recorded before the caller gets it.
   *
   * @param work gets undefined for an open model
   * @throws ProblemError `FORBIDDEN`, `STEP_UP_REQUIRED`, `AUDIT_UNAVAILABLE`; what the work throws
   */
  authorise<T extends WorkResult>(
    manifest: Manifest,
    request: Request,
    response: Response,
    work: (grant: Grant | undefined) => T | Promise<T>,
  ): T | Promise<T>;
}

/** What authorisation works with. */
export interface AuthorisationOptions extends SensitiveSetup {
  /** Authentication context that counts as a second factor. */
  readonly authContext?: string | undefined;
}

/** Makes the authorisation; without options it refuses every sensitive model. */
export const createAuthorisation = ({
  authContext,
  ...setup
}: AuthorisationOptions = {}): Authorisation => {
  const requirements = requirementsOf(setup);

  return {
    async checkRelease(manifest) {
      const subject = subjectOf(manifest);
      if (subject === undefined) return;
      const { model, version } = manifest;
      await requirements(manifest, subject).audit.write(model, {
        decision: "served",
        model,
        version,
      });
    },

    subjectFieldOf(manifest) {
      const subject = subjectOf(manifest);
      if (subject === undefined) return undefined;
      const { key } = requirements(manifest, subject);
      const { model } = manifest;
      return {
        name: subject.name,
        pseudonymOf: (identifier) => pseudonymOf(key, model, identifier),
      };
    },

    authorise(manifest, request, response, work) {
      const subject = subjectOf(manifest);
      if (subject === undefined) return work(undefined);
      const { audit } = requirements(manifest, subject);
      const { caller, requestId } = response as unknown as ApiResponse;
      const { model, version } = manifest;
      const { path } = request.route as { readonly path: string };
      const record = async (outcome: object): Promise<void> => {
        const request = { requestId, route: path, caller: nameOf(caller) };
        try {
          await audit.write(model, { ...outcome, model, version, ...request });
        } catch {
          // The audit has logged why.
          throw new ProblemError("AUDIT_UNAVAILABLE");
        }
      };

      const authorised = async () => {
        const access = accessOf(caller, subject, authContext);
        if (typeof access !== "string") throw new ProblemError(access.code, {}, access.headers);
        const result = await work({ show: SHOW[access] });
        return { access, result };
      };
      return recorded(authorised, record);
    },
  };
};

/** Records the outcome of a request before the caller gets it; without a record there is no answer. */
const recorded = async <T extends WorkResult>(
  work: () => Promise<{ readonly access: View; readonly result: T }>,
  record: (outcome: object) => Promise<void>,
): Promise<T> => {
  let done;
  try {
    done = await work();
  } catch (error) {
    await record({
      decision: "refused",
      why: error instanceof ProblemError ? error.code : "INTERNAL",
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
