// What the console reads of the urls that tell what is known of a model. The OpenAPI document describes them all.
import type { CurvePoint } from "../../../src/about/curve.js";
import type { RequestCounts } from "../../../src/ops/metrics.js";
import type { Gate, Lineage, ModelDescription, Task, VerdictKind } from "./types.js";

export type { CurvePoint, RequestCounts };

/** Two ends of an interval. */
export type Ends = readonly [number, number];

/** `/v1/models/:model/report`. */
export interface ModelReport {
  readonly model: string;
  readonly version: string;
  readonly task: Task;
  readonly classes: readonly string[] | null;
  readonly threshold: ModelDescription["threshold"];
  readonly metrics: Readonly<Record<string, number>>;
  readonly gates: readonly Gate[];
  /** With the champion at the time of the release. */
  readonly comparison: {
    readonly outcome: "first" | "compared" | "impossible";
    readonly differences?: { readonly metrics: Readonly<Record<string, Ends>> };
  } | null;
  readonly evaluation: Evaluation | null;
}

/** The figures of a report, as far as a release and its task have them. */
export interface Evaluation {
  readonly observations?: number;
  readonly intervals?: { readonly level: number; readonly metrics: Readonly<Record<string, Ends>> };
  readonly calibration?: readonly {
    readonly predicted: number;
    readonly observed: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  readonly roc?: readonly { readonly fpr: number; readonly tpr: number }[];
  readonly deciles?: readonly { readonly predicted: number; readonly actual: number }[];
  readonly importance?: {
    readonly metric: string;
    readonly features: readonly {
      readonly feature: string;
      readonly permutation?: { readonly mean: number };
    }[];
  };
}

/** `/v1/models/:model/curve`. */
export interface ModelCurve {
  readonly version: string;
  readonly threshold: number | null;
  readonly points: readonly CurvePoint[];
}

/** A release among all of a model. */
export interface Released {
  readonly version: string;
  readonly created: string;
  readonly estimator: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly features: readonly string[];
  readonly threshold: ModelDescription["threshold"];
  readonly lineage: Lineage;
}

/** `/v1/models/:model/releases`. */
export interface ModelReleases {
  readonly version: string;
  readonly releases: readonly Released[];
}

/** `/v1/models/:model/lineage`. */
export interface ModelLineage extends Lineage {
  readonly version: string;
  readonly created: string;
  readonly run: string | null;
  readonly mlflow: string | null;
}

/** A move of a model's pointer. */
export interface Move {
  readonly sequence: number;
  readonly action: "promote" | "rollback" | "refresh";
  readonly version: string;
  readonly at: string;
  readonly by: string;
  readonly why: string;
}

/** `/v1/models/:model/ledger`. */
export interface ModelLedger {
  readonly moves: readonly Move[];
}

/** A figure with what chance does to it. */
export interface Figure {
  readonly value: number;
  readonly interval?: Ends;
}

/** How far a feature moved. */
export interface DriftedFeature {
  readonly feature: string;
  readonly against: {
    readonly comparison?: {
      readonly psi: number;
      readonly threshold: number;
      readonly drifted: boolean;
    };
  };
  readonly bins: {
    readonly names: readonly string[];
    readonly reference: readonly number[];
    readonly now: readonly number[];
  };
}

/** What a look at the answers of a model found. */
export interface Monitoring {
  readonly version: string;
  readonly window: { readonly from: string; readonly to: string; readonly answers: number };
  readonly verdict: VerdictKind;
  readonly reasons: readonly { readonly text: string; readonly cure: string }[];
  readonly data: { readonly days: readonly { readonly day: string; readonly answers: number }[] };
  readonly drift: { readonly features: readonly DriftedFeature[] };
  readonly performance?: {
    readonly loss?: { readonly metric: string; readonly reference: Figure };
    readonly weeks: readonly {
      readonly from: string;
      readonly figures: Readonly<Record<string, Figure>>;
    }[];
  };
}

/** `/v1/models/:model/monitor`. */
export interface ModelMonitor {
  readonly verdicts: readonly {
    readonly id: string;
    readonly version: string;
    readonly verdict: VerdictKind;
    readonly from: string;
    readonly to: string;
    readonly answers: number;
    readonly drifted: readonly string[];
  }[];
  readonly newest: Monitoring | null;
}

/** `/v1/operate`. */
export interface Operation {
  readonly version: string;
  readonly node: string;
  readonly uptimeSeconds: number;
  readonly ready: boolean;
  readonly models: readonly {
    readonly model: string;
    readonly failures: number;
    readonly staleSeconds: number;
    readonly problem: string | null;
  }[];
  readonly requests: readonly RequestCounts[];
  readonly shed: number;
  readonly eventLoopDelaySeconds: number;
  readonly memory: {
    readonly residentBytes: number;
    readonly heapBytes: number;
    readonly heapLimitBytes: number;
  };
  readonly settings: readonly {
    readonly name: string;
    readonly origin: "environment" | "default";
    readonly value: string | null;
    readonly meaning: string;
  }[];
}
