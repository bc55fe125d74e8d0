// App Home: my leads, what waits for anyone, what came back to marketing; before the first settings, *Set up*.
import type { HomeView, InputBlock, KnownBlock } from '@slack/types';
import type { AskedGroup } from '../../domain/questions/asked.ts';
import type { Report } from '../../domain/report/metrics.ts';
import type { Role } from '../../domain/roles.ts';
import { type SetupField, actionIds, setupBlocks } from '../ids.ts';
import { viewLimits } from '../limits.ts';
import { context, header, plain } from './elements.ts';
import { questionsSection } from './questions.ts';
import { reportAnswer } from './report.ts';
import { type ListedLead, homeRow } from './rows.ts';
import { type SettingsChange, settingsSection } from './settings-form.ts';
import { type StateValues, channelIn } from './state.ts';

export interface HomeContents {
  readonly isSetUp: boolean;
  readonly roles: readonly Role[];
  /** What is due first comes first. */
  readonly mine: readonly ListedLead[];
  /** Oldest first. */
  readonly waiting: { readonly rows: readonly ListedLead[]; readonly total: number };
  /** Returned, and those being warmed up whose day has come; what is due first comes first. */
  readonly returned: { readonly rows: readonly ListedLead[]; readonly total: number };
  /** For marketing and managers: what prospects asked and nobody has answered; absent for everybody else. */
  readonly questions?: readonly AskedGroup[];
  readonly timezone: string;
  /** For managers: who changed the settings last. */
  readonly lastChange?: SettingsChange;
  /** For managers: the running week; `null` while it is being worked out, absent for everybody else. */
  readonly quality?: Report | null;
}

/** Two blocks a row, three lists, a header and a last line each: 3 × (2 × 15 + 2) blocks. Managers see more below, and so fewer rows. */
const rowsShown = { all: 15, besideQuality: 12 } as const;
/** Questions take twelve blocks below the lists, which is two rows of each. */
const rowsForQuestions = 2;

export function renderHome(contents: HomeContents): HomeView {
  const blocks = contents.isSetUp ? lists(contents) : setUp(contents.roles);
  const { isSetUp, lastChange, timezone } = contents;
  const managers = [...qualitySection(contents), ...(isSetUp && lastChange ? settingsSection(lastChange, timezone) : [])];
  return { type: 'home', blocks: [...blocks.slice(0, viewLimits.blocks - managers.length), ...managers] };
}

function qualitySection({ isSetUp, quality }: HomeContents): KnownBlock[] {
  if (!isSetUp || quality === undefined) return [];
  const title = 'Lead quality';
  return quality === null
    ? [header(title), context('The running week is being worked out …')]
    : reportAnswer(quality, `${title}, this week so far`).blocks;
}

// ---------------------------------------------------------------- the lists

function lists({ roles, mine, waiting, returned, questions = [], timezone, quality }: HomeContents): KnownBlock[] {
  const most = (quality === undefined ? rowsShown.all : rowsShown.besideQuality) - (questions.length > 0 ? rowsForQuestions : 0);
  const isIn = (role: Role): boolean => roles.includes(role) || roles.includes('manager');
  if (roles.length === 0)
    return [context('This is for the sales and marketing people of this workspace. Ask a manager if you should be among them.')];
  const sales = isIn('sales')
    ? [
        ...list({
          most,
          title: 'My leads',
          rows: mine,
          side: 'sales',
          none: 'You have no open leads.',
          timezone,
          more: () => 'There are more: /lead mine',
        }),
        ...list({
          most,
          title: 'Waiting for anyone',
          ...waiting,
          side: 'sales',
          none: 'No lead is waiting.',
          timezone,
          more: (n) => `${n} more in the leads channel`,
        }),
      ]
    : [];
  const none = 'No lead is back with marketing.';
  const marketing = isIn('marketing')
    ? list({
        most,
        title: 'Returned leads',
        ...returned,
        side: 'marketing',
        none,
        timezone,
        more: (n) => `${n} more in the marketing channel`,
      })
    : [];
  return [...sales, ...marketing, ...questionsSection(questions, timezone)];
}

interface List {
  readonly most: number;
  readonly title: string;
  readonly rows: readonly ListedLead[];
  readonly total?: number;
  readonly side: 'sales' | 'marketing';
  readonly none: string;
  readonly timezone: string;
  readonly more: (count: number) => string;
}

function list({ most, title, rows, total = rows.length, side, none, timezone, more }: List): KnownBlock[] {
  const shown = rows.slice(0, most);
  const left = Math.max(total, rows.length) - shown.length;
  return [
    header(title),
    ...(shown.length > 0 ? shown.flatMap((lead) => homeRow(lead, side, timezone)) : [context(none)]),
    ...(left > 0 ? [context(more(left))] : []),
  ];
}

// ---------------------------------------------------------------- set up

const pickers = {
  leads: { label: 'Leads channel', hint: 'Every lead becomes a card here.' },
  marketing: { label: 'Marketing channel', hint: 'Returned leads and verdicts come here. Left empty: the leads channel.' },
  digest: { label: 'Digest channel', hint: 'The weekly report comes here. Left empty: the leads channel.' },
} as const satisfies Record<SetupField, { label: string; hint: string }>;

function setUp(roles: readonly Role[]): KnownBlock[] {
  if (!roles.includes('manager'))
    return [header('Set up'), context('LeadLoop has no channels yet. An admin of this workspace can choose them here.')];
  return [
    header('Set up'),
    context('Invite LeadLoop to each channel first (type /invite @leadloop there), then choose the channels and save.'),
    ...(Object.keys(pickers) as SetupField[]).map(picker),
    { type: 'actions', elements: [{ type: 'button', action_id: actionIds.setup, text: plain('Save'), style: 'primary' }] },
  ];
}

function picker(field: SetupField): InputBlock {
  const { label, hint } = pickers[field];
  return {
    type: 'input',
    block_id: setupBlocks[field],
    label: plain(label),
    hint: plain(hint),
    optional: field !== 'leads',
    element: {
      type: 'conversations_select',
      action_id: actionIds.answer,
      placeholder: plain('Choose a channel'),
      filter: { include: ['public', 'private'], exclude_bot_users: true },
    },
  };
}

/** The channels that were chosen; one that was left empty is absent. */
export function readSetup(values: StateValues): Partial<Record<SetupField, string>> {
  const chosen: Partial<Record<SetupField, string>> = {};
  for (const field of Object.keys(setupBlocks) as SetupField[]) {
    const channel = channelIn(values, setupBlocks[field]);
    if (channel !== undefined) chosen[field] = channel;
  }
  return chosen;
}
