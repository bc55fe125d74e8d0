// TABLE: people who might fill in a form on a website. Each is shown once before one is shown again.
import type { Example } from './state.ts';

const PEOPLE: readonly (readonly [
  name: string,
  email: string,
  company: string,
  title: string,
  source: string,
  campaign: string,
  action: string,
  message: string,
])[] = [
  [
    'Priya Nair',
    'priya.nair@tidewater-foods.example',
    'Tidewater Foods',
    'Head of Operations',
    'google-ads',
    'q4-demo',
    'demo_request',
    'We pack for three supermarkets and plan on paper. Can you show us the shift planner next week?',
  ],
  [
    'Jonas Weber',
    'j.weber@weberdruck.example',
    'Weber Druck',
    'Managing Director',
    'webinar',
    'print-automation',
    'webinar_signup',
    'Saw the part about job costing. Does it talk to our accounting?',
  ],
  [
    'Amara Diallo',
    'amara@novaclinics.example',
    'Nova Clinics',
    'IT Manager',
    'linkedin',
    'health-compliance',
    'pricing',
    'What would 140 seats cost, with single sign-on?',
  ],
  [
    'Tom Hartley',
    'tom.hartley@hartley-logistics.example',
    'Hartley Logistics',
    'Fleet Manager',
    'partner',
    'route-bundle',
    'call_request',
    'Our contract ends in January. Please ring in the morning.',
  ],
  [
    'Mei Tanaka',
    'mei.tanaka@kumo-robotics.example',
    'Kumo Robotics',
    'VP Engineering',
    'newsletter',
    'winter-release',
    'trial',
    'Two of my teams want to try it against our test line.',
  ],
  [
    'Luis Ortega',
    'lortega@ortega-hijos.example',
    'Ortega e Hijos',
    'Owner',
    'trade-fair',
    'bilbao-expo',
    'quote_request',
    'We met at your stand. One mill to begin with, two more in spring.',
  ],
  [
    'Freya Lindqvist',
    'freya@norrsken-energy.example',
    'Norrsken Energy',
    'Procurement Lead',
    'website',
    'comparison-page',
    'contact_form',
    'We compare three vendors this month. Who can answer a security questionnaire?',
  ],
  [
    'Kofi Mensah',
    'kofi.mensah@goldcoast-retail.example',
    'Gold Coast Retail',
    'Marketing Manager',
    'ebook',
    'store-of-2027',
    'ebook_download',
    'Just reading for now, perhaps something for next year.',
  ],
];

/** What people do on a website, as forms and ads call it. */
export const ACTIONS = [
  'demo_request',
  'pricing',
  'quote_request',
  'contact_form',
  'call_request',
  'trial',
  'webinar_signup',
  'ebook_download',
] as const;

/** The example after that one. Which is the first differs from visit to visit. */
export function exampleAfter(last: Example, random: () => number = Math.random): Example {
  const at = PEOPLE.findIndex(([name]) => name === last['name']);
  const person = PEOPLE[(at < 0 ? Math.floor(random() * PEOPLE.length) : at + 1) % PEOPLE.length];
  if (person === undefined) return {};
  const [name, email, company, title, source, campaign, action, message] = person;
  return { name, email, company, title, source, campaign, action, message };
}
