// Who works in the demo's workspace, which channels there are, and the settings with which its bot starts.
import { type Settings, parseSettings } from '../domain/settings.ts';

export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export const demoPeople = {
  kim: { id: 'U0KIM', name: 'Kim Okafor', role: 'Sales rep' },
  sam: { id: 'U0SAM', name: 'Sam Reyes', role: 'Sales rep' },
  mia: { id: 'U0MIA', name: 'Mia Lindqvist', role: 'Marketing' },
  max: { id: 'U0MAX', name: 'Max Brandt', role: 'Manager' },
} as const satisfies Record<string, DemoPerson>;

export const demoIds = { kim: 'U0KIM', sam: 'U0SAM', mia: 'U0MIA', max: 'U0MAX' } as const satisfies {
  [K in keyof typeof demoPeople]: (typeof demoPeople)[K]['id'];
};

export const demoChannels = {
  leads: { id: 'C0LEADS', name: 'leads' },
  marketing: { id: 'C0MKTG', name: 'marketing' },
  digest: { id: 'C0DIGEST', name: 'lead-digest' },
} as const;

/** The settings file of the demo; `timezone` is an IANA zone. @throws RangeError where it is none */
export function demoSettings(timezone: string): Settings {
  const { kim, sam, mia, max } = demoPeople;
  const { leads, marketing, digest } = demoChannels;
  const read = parseSettings({
    channels: { leads: leads.id, marketing: marketing.id, digest: digest.id },
    people: { sales: [kim.id, sam.id], marketing: [mia.id], managers: [max.id] },
    timezone,
    digest: { day: 'mon', at: '09:00' },
  });
  if ('problems' in read) throw new RangeError(read.problems.map(({ path, message }) => `${path} ${message}`).join('; '));
  return read.settings;
}
