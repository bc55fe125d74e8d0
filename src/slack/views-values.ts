// What the buttons of `/lead views` and its form carry. Answers stay open for days, so every format has its version.

const actionsPrefix = 'v1:';
/** Slack takes values of 2,000 characters on a button, and 3,000 in a form. */
const longestActions = 1_900;

/** What *Set expectations* carries, and its form: names of actions, as many of the first as fit. */
export function encodeActions(actions: readonly string[]): string {
  let value = actionsPrefix;
  for (const action of actions) {
    const next = `${value === actionsPrefix ? '' : ','}${encodeURIComponent(action.toWellFormed())}`;
    if (value.length + next.length <= longestActions) value += next;
  }
  return value;
}

/** Reads them back; `null` for a value that we never wrote, or a newer version did. */
export function decodeActions(value: string | null | undefined): readonly string[] | null {
  if (!value?.startsWith(actionsPrefix)) return null;
  try {
    return value.slice(actionsPrefix.length).split(',').filter(Boolean).map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** An action in the form, by its place in what the form carries. */
export function encodeChosenAction(index: number): string {
  return `a1:${index}`;
}

export function decodeChosenAction(value: string | undefined, actions: readonly string[]): string | null {
  const [, index] = /^a1:(\d{1,3})$/.exec(value ?? '') ?? [];
  return (index === undefined ? null : actions[Number(index)]) ?? null;
}

/** What a button of `/lead views` carries: the days of its leads, half-open. */
export function encodeDays({ from, to }: { readonly from: string; readonly to: string }): string {
  return `v1:${from}:${to}`;
}

/** Reads them back; `null` for a value that we never wrote, or a newer version did. */
export function decodeDays(value: string | null | undefined): { readonly from: string; readonly to: string } | null {
  const [, from, to] = /^v1:(\d{4}-\d{2}-\d{2}):(\d{4}-\d{2}-\d{2})$/.exec(value ?? '') ?? [];
  const isDay = (day: string | undefined): day is string => new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day ?? '-') ?? false;
  return isDay(from) && isDay(to) && from < to ? { from, to } : null;
}
