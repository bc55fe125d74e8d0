// Tells a story through the real bot: leads come in and people press, each at its own time.
import { setTimeout as realWait } from 'node:timers/promises';
import { latestHandoff } from '../domain/lead.ts';
import type { Store } from '../ports.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { sendLead, sendOutcome } from './intake.ts';
import type { Scene } from './story/living.ts';
import { type Traveller, settle, travel } from './time-travel.ts';

export interface Theatre {
  readonly sandbox: Sandbox;
  readonly store: Store;
  readonly workspaceId: string;
  readonly traveller: Traveller;
  /** Of the bot. */
  readonly url: string;
}

/** Plays the scenes in order. @throws when the bot does not do what the story says, since the demo would then show something else */
export async function play(theatre: Theatre, scenes: readonly Scene[]): Promise<void> {
  const leads = new Map<string, string>();
  for (const scene of scenes) {
    await travel(theatre.traveller, scene.at);
    if (scene.does === 'arrives') {
      const { id, problem } = await sendLead(theatre.url, scene.lead);
      if (id === null) throw new Error(`The story's lead was refused: ${problem ?? ''}`);
      leads.set(scene.name, id);
    } else if (scene.does === 'outcome') {
      const { problem } = await sendOutcome(theatre.url, leads.get(scene.lead) ?? '', scene.said);
      if (problem !== null) throw new Error(`The story's outcome was refused: ${problem}`);
    } else await move(theatre, scene, leads.get(scene.lead) ?? '');
    await settle(theatre.traveller);
  }
}

async function move({ sandbox, store, workspaceId }: Theatre, scene: Extract<Scene, { does: 'moves' }>, leadId: string): Promise<void> {
  const record = await store.lead(workspaceId, leadId);
  const handoff = record ? latestHandoff(record.lead) : undefined;
  if (!handoff?.channel || !handoff.ts) throw new Error(`The story's lead ${scene.lead} has no card`);
  const person = sandbox.as(scene.who);
  const before = sandbox.view(scene.who)?.id;
  const pressed = await person.click({ channel: handoff.channel, ts: handoff.ts }, { label: scene.label });
  if (!pressed.ok) throw new Error(`${scene.label}: ${pressed.problem ?? ''}`);
  if (!scene.answers) return;
  await sandbox.waitFor(() => sandbox.view(scene.who) !== undefined && sandbox.view(scene.who)?.id !== before);
  const submitted = await person.submit(scene.answers);
  if (submitted.errors || !submitted.ok) throw new Error(`${scene.label}: ${JSON.stringify(submitted.errors ?? submitted.problem)}`);
  // Bolt answers before the form is closed on the screen.
  await realWait(0);
}
