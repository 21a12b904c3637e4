/** How a play session can end, from best to worst. */
export const sessionOutcomes = ["ok", "abnormal", "crashed"] as const;
export type SessionOutcome = (typeof sessionOutcomes)[number];

/** Of several ends reported, the worst holds. */
export const worstOutcome = (known: SessionOutcome | null, reported: SessionOutcome): SessionOutcome =>
  known !== null && sessionOutcomes.indexOf(known) > sessionOutcomes.indexOf(reported) ? known : reported;
