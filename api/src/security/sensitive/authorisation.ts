import { pseudonymOf, subjectOf, type Manifest, type Subject } from "@despliega/storage";
import type { Request, Response } from "express";

import type { Identity } from "../../http/auth-result.js";
import type { ApiResponse } from "../../http/exchange/api-response.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import { DEFAULT_SUBJECT_LIMIT } from "../rate-limit/settings.js";
import { accessOf, type View } from "./access.js";
import { requirementsOf, type Requirements, type SensitiveSetup } from "./requirements.js";
import { createSubjectLimit } from "./subject-limit.js";
import type { SubjectField } from "./subject-field.js";

/** What an authorised request is worked on with. */
export interface Grant {
  /** Names a person for the caller, by their pseudonym in the training table. */
  readonly show: (inTable: string) => string;
  /** Counts the people of a request, by their pseudonyms in the training table. @throws ProblemError `SUBJECTS_TOO_MANY` */
  readonly count: (people: readonly string[]) => void;
}

/** What was decided about one person. */
export interface Decision {
  /** As the training table has it. */
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
   * @throws ProblemError `FORBIDDEN`, `STEP_UP_REQUIRED`, `SUBJECTS_TOO_MANY`, `AUDIT_UNAVAILABLE`; what the work throws
   */
  authorise<T extends WorkResult>(
    manifest: Manifest,
    request: Request,
    response: Response,
    work: (grant: Grant | undefined) => T | Promise<T>,
  ): T | Promise<T>;
  /** Requests that were refused for asking about too many people, by model. */
  readonly subjectRefusals: () => ReadonlyMap<string, number>;
}

/** What authorisation works with. */
export interface AuthorisationOptions extends SensitiveSetup {
  /** Different people whom one caller may ask about in an hour; 0: no limit. Default: {@link DEFAULT_SUBJECT_LIMIT} */
  readonly subjectLimit?: number | undefined;
  /** Authentication context that counts as a second factor. */
  readonly authContext?: string | undefined;
}

/** Makes the authorisation; without options it refuses every sensitive model. */
export const createAuthorisation = ({
  authContext,
  subjectLimit = DEFAULT_SUBJECT_LIMIT,
  ...setup
}: AuthorisationOptions = {}): Authorisation => {
  const check = requirementsOf(setup);
  const limit = createSubjectLimit(subjectLimit);
  const refusals = new Map<string, number>();
  const known = new WeakMap<Subject, Requirements>();
  const requirements = (manifest: Manifest, subject: Subject): Requirements => {
    let found = known.get(subject);
    if (found === undefined) known.set(subject, (found = check(manifest, subject)));
    return found;
  };

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
      const { audit, names } = requirements(manifest, subject);
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
        const { name } = caller!;
        const show = access === "whole" ? names.pseudonym : (of: string) => names.handle(of, name);
        const count = (people: readonly string[]): void => {
          const seconds = limit(name, people, performance.now());
          if (seconds === undefined) return;
          refusals.set(model, (refusals.get(model) ?? 0) + 1);
          throw new ProblemError("SUBJECTS_TOO_MANY", {}, ["retry-after", seconds]);
        };
        const result = await work({ show, count });
        return { access, result };
      };
      const nameSubject = ({ pseudonym, answer }: Decision): Decision => ({
        pseudonym: names.pseudonym(pseudonym),
        answer,
      });
      return recorded(authorised, record, nameSubject);
    },

    subjectRefusals: () => refusals,
  };
};

/** Records the outcome of a request before the caller gets it; without a record there is no answer. */
const recorded = async <T extends WorkResult>(
  work: () => Promise<{ readonly access: View; readonly result: T }>,
  record: (outcome: object) => Promise<void>,
  nameSubject: (decision: Decision) => Decision,
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
  const subjects = (result.decisions ?? []).map(nameSubject);
  await record({ decision: "answered", sees: access, subjects });
  return result;
};

const nameOf = (caller: Identity | undefined) => {
  const { sub, oid } = caller?.claims ?? {};
  return { sub, oid };
};
