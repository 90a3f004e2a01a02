/** The nodes of the tree that grows, one entry each. */
export interface GrowingNodes {
  count: number;
  /** Where its rows are among those that are learned from, `end` not included. */
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** The same among those that are held out. */
  readonly heldStart: Uint32Array;
  readonly heldEnd: Uint32Array;
  readonly depth: Uint32Array;
  /** Sums over its rows. */
  readonly gradient: Float64Array;
  readonly mass: Float64Array;
  /** What monotone splits above leave for its answer. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The best constant for its rows within these bounds, before the learning rate. */
  readonly answer: Float64Array;
  /** Its left child, with the right one just behind it; 0 in a leaf. */
  readonly left: Int32Array;
  /** What its best split gains; 0 where there is none. */
  readonly gain: Float64Array;
  readonly feature: Int32Array;
  /** Of a split by order: the last bin that goes left. */
  readonly bin: Uint8Array;
  /** Of {@link CODES} codes of the feature each: 1 where it goes left. */
  readonly goesLeft: Uint8Array;
  /** Sums over the rows that go left. */
  readonly leftGradient: Float64Array;
  readonly leftMass: Float64Array;
  /** 1 where a monotone feature keeps the answers of both children apart. */
  readonly parts: Uint8Array;
}

/** Codes of a feature: up to 255 bins, and missing. */
export const CODES = 256;

/** Makes room for the nodes of trees with so many leaves. */
export const growingNodes = (leaves: number): GrowingNodes => {
  const size = 2 * leaves - 1;
  return {
    count: 0,
    start: new Uint32Array(size),
    end: new Uint32Array(size),
    heldStart: new Uint32Array(size),
    heldEnd: new Uint32Array(size),
    depth: new Uint32Array(size),
    gradient: new Float64Array(size),
    mass: new Float64Array(size),
    lower: new Float64Array(size),
    upper: new Float64Array(size),
    answer: new Float64Array(size),
    left: new Int32Array(size),
    gain: new Float64Array(size),
    feature: new Int32Array(size),
    bin: new Uint8Array(size),
    goesLeft: new Uint8Array(CODES * size),
    leftGradient: new Float64Array(size),
    leftMass: new Float64Array(size),
    parts: new Uint8Array(size),
  };
};
