/** What went wrong, and what helps. */
export const faults = {
  away: "The api cannot be reached. The page asks again every few seconds.",
  unauthenticated: "The api wants to know who asks.",
  forbidden: "Your key or token lacks the role for this. Ask the people who run the api for it.",
  stepUp: "This model is about people, and wants a token from a sign-in with a second factor.",
  unknown: "The api knows nothing of this. The model may have been taken out of service.",
  many: (seconds: string) =>
    `You asked more often than the api allows. It answers again in ${seconds} s.`,
  notReady: "The api is still loading its models. The page asks again every few seconds.",
  overloaded: "The api has too much to do just now. Ask again in a moment.",
  storage: "The storage cannot be read just now. What was loaded stays in service.",
  internal: "The api could not answer because of an error of its own. Its log says more.",
  refused: "The api did not take the request.",
  old: "What you see is the newest answer that came.",
};
