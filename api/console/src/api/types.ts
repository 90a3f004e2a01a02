// What the console reads of the api's answers. The OpenAPI document describes them all.

/** A line of `/v1/models`. */
export interface ModelSummary {
  readonly model: string;
  readonly version: string;
  readonly question: string;
  readonly task: Task;
  readonly created: string;
  readonly privacy: "open" | "sensitive";
  readonly verdict: Verdict | null;
  /** For how long the champion could not be looked for. */
  readonly staleSeconds: number;
  /** Answers of each of the last 60 minutes, the present one last. */
  readonly lastHour: readonly number[];
}

/** What a model answers with: classes, or numbers. */
export type Task = "classification" | "regression";

/** An input of a model. */
export interface Feature {
  readonly name: string;
  readonly type: "integer" | "number" | "boolean" | "category";
  readonly description: string;
  readonly values?: readonly number[];
  readonly bounds?: { readonly min?: number; readonly max?: number; readonly clip?: boolean };
  readonly categories?: readonly string[];
  readonly unseen?: "refused" | "other";
  readonly missing: "refused" | "kept" | { readonly fill: number };
  readonly range?: readonly [number, number];
  readonly mean: number;
}

/** What a check of a release found. */
export interface Gate {
  readonly metric?: string;
  readonly rule: string;
  readonly passed: boolean;
  readonly value?: number;
  readonly bound?: number;
  readonly interval?: readonly [number, number];
}

/** What a release was made of. */
export interface Lineage {
  readonly inputs: readonly LineageInput[];
  readonly trainer: { readonly version: string; readonly commit: string | null };
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

/** An input of a training. */
export interface LineageInput {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly rejected: number;
}

/** The newest verdict on what a model answers. */
export interface Verdict {
  readonly id: string;
  readonly at: string;
  readonly ageSeconds: number;
  readonly version: string;
  readonly verdict: VerdictKind;
  readonly summary: string;
}

/** How a monitor judges a model. */
export type VerdictKind = "good" | "drift" | "lost" | "fault" | "not-enough";

/** `/v1/models/:model`. */
export interface ModelDescription extends Omit<ModelSummary, "staleSeconds" | "lastHour"> {
  readonly target: string;
  readonly answer: string;
  readonly classes: readonly string[] | null;
  readonly subject: string | null;
  readonly features: readonly Feature[];
  readonly threshold: { readonly value: number; readonly policy: string } | null;
  readonly metrics: Readonly<Record<string, number>>;
  readonly gates: readonly Gate[];
  readonly lineage: Pick<Lineage, "parameters">;
  readonly freshness: { readonly made: string; readonly isStale: boolean } | null;
}

/** A value of a row. */
export type Value = number | string | boolean | null;

/** The fields of a detailed answer that do not have a name of the model's own. */
export interface DetailedAnswer {
  readonly [answer: string]: unknown;
  readonly version: string;
  readonly probabilidad?: number;
  readonly probabilidades?: Readonly<Record<string, number>>;
  readonly intervalo?: { readonly nivel: number; readonly desde: number; readonly hasta: number };
  readonly base: number;
  readonly contribuciones: Readonly<Record<string, number>>;
  readonly puntuacion: number;
  readonly puntos?: number;
  readonly fuera_de_lo_aprendido?: readonly string[];
  readonly frescura?: { readonly edad: number; readonly vencidas?: boolean };
  readonly entidad_nueva?: true;
}

/** An error of the api, after RFC 9457. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

/** How to get a token for the api from an authority of OpenID Connect. */
export interface SignInOffer {
  readonly clientId: string;
  readonly scope: string;
  readonly authority: string;
}

/** `/v1/sign-in`. */
export interface SignInAnswer {
  readonly signIn: SignInOffer | null;
}

/** What the form needs of the OpenAPI document. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, BodySchema>> };
}

/** What a body may be, or a field of it. */
export interface BodySchema {
  readonly $ref?: string;
  /** One row, or many. */
  readonly oneOf?: readonly [BodySchema, BodySchema];
  readonly title?: string;
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, BodySchema>>;
}

/** One url and method of the document. */
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name?: string;
    readonly in?: string;
    readonly schema?: { readonly type?: string };
    readonly example?: string | number;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<
        string,
        {
          readonly schema?: BodySchema;
          readonly examples?: {
            readonly row?: { readonly value: Readonly<Record<string, Value | object>> };
          };
        }
      >
    >;
  };
}
