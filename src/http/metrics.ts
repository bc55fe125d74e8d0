// Numbers for Prometheus. Labels come from the tables here and in domain/, never from what a stranger sends.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { EntryKind } from '../domain/consequences.ts';
import type { MoveName } from '../domain/moves.ts';
import type { EntryState, OutboxCounts } from '../outbox.ts';

/** What became of a lead that was sent to us. */
export type ReceivedStatus = 'created' | 'merged' | 'duplicate' | 'refused';
/** What became of one attempt to deliver. */
export type DeliveryResult = 'sent' | 'retry' | 'ambiguous' | 'dead';

const entryStates = ['pending', 'sending', 'sent', 'retry', 'ambiguous', 'dead'] as const satisfies readonly EntryState[];

/** Where a request went; everything else is `other`. */
export const routeLabels = [
  '/v1/leads',
  '/v1/leads/{id}',
  '/v1/leads/{id}/outcome',
  '/v1/openapi.json',
  '/healthz',
  '/readyz',
  '/metrics',
  '/slack/events',
  'other',
] as const;
export type RouteLabel = (typeof routeLabels)[number];

export interface MetricsSources {
  /** The outbox as it is now; asked at each scrape. A failure leaves its numbers out. */
  readonly outbox?: () => Promise<OutboxCounts>;
  /** Can Slack be reached right now? */
  readonly isSlackUp?: () => boolean;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface Metrics {
  readonly contentType: string;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  leadReceived(status: ReceivedStatus): void;
  moveMade(move: MoveName): void;
  deliveryEnded(kind: EntryKind, result: DeliveryResult): void;
  /** From the arrival of a click to its answer. */
  clickAcked(durationMs: number): void;
  requestAnswered(route: RouteLabel, status: number | 'aborted'): void;
}

/** A registry of its own: nothing is shared between two of them but the process they measure. */
export function createMetrics({ outbox, isSlackUp, now = Date.now }: MetricsSources = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const leads = new Counter({
    name: 'leadloop_leads_received_total',
    help: 'Leads sent to the bot, by what became of them.',
    labelNames: ['status'],
    registers,
  });
  const moves = new Counter({ name: 'leadloop_moves_total', help: 'Moves made by people.', labelNames: ['move'], registers });
  const deliveries = new Counter({
    name: 'leadloop_deliveries_total',
    help: 'Attempts to deliver a message to Slack, by how they ended.',
    labelNames: ['kind', 'result'],
    registers,
  });
  const clicks = new Histogram({
    name: 'leadloop_click_ack_seconds',
    help: 'From the arrival of a click to its answer; Slack waits three seconds.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  const requests = new Counter({
    name: 'leadloop_http_requests_total',
    help: 'HTTP requests, by route and status.',
    labelNames: ['route', 'status'],
    registers,
  });
  if (outbox) watchOutbox(registry, outbox, now);
  if (isSlackUp) {
    const up: Gauge = new Gauge({
      name: 'leadloop_slack_up',
      help: '1 while Slack can be reached.',
      registers,
      collect: () => up.set(isSlackUp() ? 1 : 0),
    });
  }

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    leadReceived: (status) => leads.inc({ status }),
    moveMade: (move) => moves.inc({ move }),
    deliveryEnded: (kind, result) => deliveries.inc({ kind, result }),
    clickAcked: (durationMs) => clicks.observe(durationMs / 1000),
    requestAnswered: (route, status) => requests.inc({ route, status }),
  };
}

function watchOutbox(registry: Registry, outbox: () => Promise<OutboxCounts>, now: () => number): void {
  const registers = [registry];
  let asked: Promise<OutboxCounts | null> | null = null;
  // One question a scrape for both gauges. A database in trouble must not take every other number with it.
  const counts = (): Promise<OutboxCounts | null> => {
    asked ??= outbox()
      .catch(() => null)
      .finally(() => (asked = null));
    return asked;
  };
  const entries: Gauge<'state'> = new Gauge({
    name: 'leadloop_outbox_entries',
    help: 'Messages in the outbox, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      const known = await counts();
      for (const state of entryStates) entries.set({ state }, known?.byState[state] ?? NaN);
    },
  });
  const oldest: Gauge = new Gauge({
    name: 'leadloop_outbox_oldest_due_seconds',
    help: 'For how long the oldest unfinished message has been due; 0 when none is.',
    registers,
    async collect() {
      const known = await counts();
      const dueAt = known ? known.oldestDueAt : NaN;
      oldest.set(dueAt === null ? 0 : Math.max(0, (now() - dueAt) / 1000));
    },
  });
}
