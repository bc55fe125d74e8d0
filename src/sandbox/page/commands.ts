// Which slash commands are offered while somebody types. Knows no page.

export interface Command {
  readonly name: string;
  readonly hint: string;
}

export interface Offer {
  readonly commands: readonly Command[];
  /** What was typed is not a command yet: Enter takes the chosen one instead of sending. */
  readonly isUnfinished: boolean;
}

const NOTHING: Offer = { commands: [], isUnfinished: false };

/** What is offered for a text: commands that begin as it does; once one is complete, that one with its hint. */
export function offerFor(text: string, commands: readonly Command[]): Offer {
  if (!text.startsWith('/') || text.includes('\n')) return NOTHING;
  const typed = text.toLowerCase().trimEnd();
  const complete = commands.filter(({ name }) => typed === name || typed.startsWith(`${name} `));
  const longer = commands.filter(({ name }) => name.startsWith(typed) && name !== typed);
  return { commands: [...complete, ...longer], isUnfinished: complete.length === 0 && longer.length > 0 };
}
