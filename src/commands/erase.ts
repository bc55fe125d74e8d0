// erase: forgets a person everywhere, by e-mail address, phone number or id.
import { eraseLead } from '../flows/leads.ts';
import type { Desk } from '../flows/record.ts';
import { emailIdentity, phoneIdentity } from '../sources/identity.ts';
import { withDesk } from './desk.ts';
import { CommandProblem, exitCodes } from './problem.ts';
import type { Terminal } from './terminal.ts';

export function eraseCommand(terminal: Terminal, who: string): Promise<number> {
  return withDesk('write', async (desk, workspace) => {
    const leadIds = await leadsOf(desk, workspace.id, who);
    let erased = 0;
    let messages = 0;
    for (const leadId of leadIds) {
      if (!(await eraseLead(desk, workspace.id, leadId, 'system'))) continue;
      erased += 1;
      messages += (await desk.store.outbox.ofLead(workspace.id, leadId)).filter((entry) => entry.kind === 'forget').length;
    }
    if (erased === 0) {
      await terminal.print('This person was erased before: there was nothing left to forget.');
      return exitCodes.ok;
    }
    await terminal.print(
      `Erased ${erased} ${erased === 1 ? 'lead' : 'leads'}: words and contact data are gone for good, counts in reports stay.`,
    );
    if (messages > 0) {
      await terminal.print(
        `${messages} ${messages === 1 ? 'message' : 'messages'} of ours in Slack ${messages === 1 ? 'is' : 'are'} replaced while the bot runs.`,
      );
    }
    await terminal.print(
      'What people wrote themselves in threads stays in Slack: delete it there. Spreadsheets and backups made before still name the person.',
    );
    return exitCodes.ok;
  });
}

/** The leads of one person. @throws CommandProblem when nobody is known by it, or when it could be several people */
async function leadsOf(desk: Desk, workspaceId: string, who: string): Promise<readonly string[]> {
  const text = who.trim();
  const email = emailIdentity(text).key;
  if (email !== null) return known(await desk.store.find(workspaceId, { emailKey: email }), 'this e-mail address');
  const byId = await desk.store.find(workspaceId, { id: text });
  if (byId.includes(text)) return [text];
  const phone = phoneIdentity(text);
  const found = phone === null ? byId : await desk.store.find(workspaceId, { phoneKey: phone });
  if (phone === null && byId.length === 0 && /^[\d\s()./-]{7,}$/.test(text)) {
    throw new CommandProblem('No lead has this id. If it is a phone number, write it with its country code, such as "+44 20 7946 0000".');
  }
  const leadIds = known(found, phone === null ? 'this id' : 'this phone number');
  // An id of somebody else's making may stand for different people in different sources.
  const people = phone === null ? leadIds.length : await countPeople(desk, workspaceId, leadIds);
  if (people > 1) {
    throw new CommandProblem([
      `Several people have ${phone === null ? 'this id' : 'this phone number'}, so nothing was erased. Choose by e-mail address or by one of these ids:`,
      ...leadIds.map((id) => `  ${id}`),
    ]);
  }
  return leadIds;
}

function known(leadIds: readonly string[], what: string): readonly string[] {
  if (leadIds.length === 0) throw new CommandProblem(`No lead here has ${what}, so nothing was erased.`);
  return leadIds;
}

/** Two different e-mail addresses are never one person; whoever has none is one by the phone number. */
async function countPeople(desk: Desk, workspaceId: string, leadIds: readonly string[]): Promise<number> {
  const people = new Set<string>();
  for (const leadId of leadIds) {
    const record = await desk.store.lead(workspaceId, leadId);
    const { email = null } = record?.profile ?? {};
    if (email !== null) people.add(emailIdentity(email).key ?? email);
  }
  return people.size;
}
