// What whoever opens a workspace in the browser says of it: names, people to act as, and what happens behind the stage.
import type { Answer, Backstage, Role, Shortcut, TimeStep } from '../page/protocol.ts';

export interface PageOptions {
  readonly name: string;
  /** IANA name, for the times on the page. */
  readonly timezone: string;
  readonly appName: string;
  readonly roles: readonly Role[];
  readonly commands: readonly { readonly name: string; readonly hint: string }[];
  readonly shortcuts: readonly Shortcut[];
  /** Only where the clock and the leads are ours to move and to send. */
  readonly backstage?: Stagehand;
}

export interface Stagehand {
  shown(): Backstage;
  move(step: TimeStep): Promise<Answer>;
  sendLead(lead: Readonly<Record<string, unknown>>): Promise<Answer>;
}
