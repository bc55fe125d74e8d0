// What invented people write into forms, and what stands on their doors. They ask Fernway, which plans the days of technicians on the road.
import type { ActionName } from './sources.ts';

export const messages: Readonly<Record<ActionName, readonly [string, ...string[]]>> = {
  demo_request: [
    'We have {n} technicians on the road and plan them on a whiteboard. Can you show us how a week looks in Fernway?',
    'Could we get a demo with our service manager next week? Mornings are best.',
    'Our current planning tool is going away in spring. We need routes, skills and parts in one place.',
    'How do you handle emergency call-outs? About {n} a month here.',
    'Please show us the mobile app. Half of our sites have no reception.',
    'Looking at three vendors, decision by the end of the quarter. {n} users.',
  ],
  webinar: [
    'Thanks for the session! Does the travel-time forecast work outside of cities?',
    'You mentioned a customer who cut overtime by a fifth. Could we talk to them?',
    'Missed the second half. Is there a recording?',
    'We do {n} inspections a week and half of them are rescheduled. Is that normal?',
  ],
  ebook: [
    'Just reading for now.',
    'For a study on mobile work.',
    'Collecting ideas for next year’s budget.',
    'Interesting topic, no project yet.',
  ],
  pricing_page: [
    'What would {n} technicians cost per year?',
    'Is there a price for seasonal staff?',
    'Do you offer a discount for non-profits?',
    'Per user or per vehicle? We share vans.',
  ],
  contact_form: [
    'Please call me about service planning.',
    'We met at your stand and talked about maintenance contracts. Please send the material you promised.',
    'Does Fernway connect to SAP? We have {n} people in the field.',
    'Who is your partner in our region?',
    'I need an offer for {n} users.',
  ],
  trial: [
    'Started the trial. How do I import {n} customers from a spreadsheet?',
    'The trial asks for a depot. We have none, the vans start at home.',
    'Can the trial be extended? Two colleagues want to try it as well.',
  ],
};

export const titles = [
  'Head of Service',
  'Operations Manager',
  'COO',
  'Service Planner',
  'Managing Director',
  'Fleet Manager',
  'IT Lead',
  'Head of Field Operations',
  'Regional Manager',
] as const;

/** People who will not buy, however much they like it. */
export const otherTitles = ['Student', 'Working student', 'HR Assistant', 'Intern', 'Office Assistant', 'Recruiter'] as const;
