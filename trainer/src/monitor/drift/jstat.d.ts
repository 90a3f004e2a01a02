declare module "jstat" {
  /** The part of the library that is used here; it has no types of its own. */
  const jstat: {
    readonly jStat: {
      readonly chisquare: {
        readonly cdf: (x: number, degrees: number) => number;
      };
    };
  };
  export default jstat;
}
