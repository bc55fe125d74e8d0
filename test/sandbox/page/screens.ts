// Screens for tests of the page's pure parts: say only what matters.
import type { ChannelShown, MessageShown, Screen } from '../../../src/sandbox/page/protocol.ts';

export function tsAt(iso: string, micros = 0): string {
  return `${Date.parse(iso) / 1000}.${String(micros).padStart(6, '0')}`;
}

export function messageOf(ts: string, more: Partial<MessageShown> = {}): MessageShown {
  const plain = { user: 'U0BOT', isBot: true, text: 'Hello', blocks: null, threadTs: null, isEdited: false, isPrivate: false };
  return { ts, ...plain, replyCount: 0, replyUsers: [], ...more };
}

export function channelOf(messages: readonly MessageShown[], more: Partial<ChannelShown> = {}): ChannelShown {
  return { id: 'C0LEADS', name: 'leads', kind: 'channel', isPrivate: false, messages, ...more };
}

export function screenOf(channels: readonly ChannelShown[], more: Partial<Screen> = {}): Screen {
  return {
    workspace: { id: 'T0', name: 'Acme', timezone: 'America/New_York', appName: 'LeadLoop', appUser: 'U0BOT' },
    now: Date.parse('2026-11-23T14:00:00Z'),
    me: 'U0KIM',
    roles: [{ id: 'U0KIM', name: 'Kim', role: 'Sales rep' }],
    names: { U0KIM: 'Kim', U0SAM: 'Sam', C0LEADS: 'leads' },
    users: ['U0KIM', 'U0SAM'],
    channels,
    home: null,
    modals: [],
    commands: [],
    shortcuts: [],
    backstage: null,
    ...more,
  };
}
