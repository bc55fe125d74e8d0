// What Slack refuses beyond, as far as it is documented or known; where sources disagree, the smaller number. Code points unless said.

export const messageLimits = {
  /** Undocumented: Slack refuses a message somewhere above this many characters over all of its blocks. */
  allText: 10_000,
  blocks: 50,
  /** chat.update refuses a longer `text` than 4,000. */
  text: 3_000,
} as const;

export const viewLimits = { blocks: 100, bytes: 250_000, title: 24 } as const;

export const headerLimits = { text: 150 } as const;
export const contextLimits = { elements: 10, text: 2_000 } as const;
export const actionsLimits = { elements: 25 } as const;
export const buttonLimits = { url: 3_000 } as const;
/** Of a chart with axes; `label` also goes for names and categories. */
export const chartLimits = { label: 20, points: 20, series: 6 } as const;
export const overflowLimits = { options: 5 } as const;
/** `value` is 150 in Slack's pages and 75 in its types. */
export const optionLimits = { text: 75, value: 75 } as const;
export const selectLimits = { options: 100 } as const;
export const plainInputLimits = { maxLength: 3_000 } as const;
/** A rich text date takes seconds of at most ten digits. */
export const dateLimits = { seconds: 9_999_999_999 } as const;
