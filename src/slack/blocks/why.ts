// Why they came: the codes that forms and ads send, in words. An unknown code is shown as it was written.

const words: Readonly<Record<string, string>> = {
  demo: 'Wants a demo',
  demo_request: 'Wants a demo',
  request_demo: 'Wants a demo',
  book_a_demo: 'Wants a demo',
  pricing: 'Asked for pricing',
  price_request: 'Asked for pricing',
  pricing_page: 'Looked at the pricing page',
  quote: 'Asked for a quote',
  quote_request: 'Asked for a quote',
  contact: 'Asked to be contacted',
  contact_us: 'Asked to be contacted',
  contact_form: 'Asked to be contacted',
  call: 'Asked for a call',
  callback: 'Asked for a call',
  call_request: 'Asked for a call',
  meeting: 'Asked for a meeting',
  ebook: 'Downloaded an e-book',
  e_book: 'Downloaded an e-book',
  ebook_download: 'Downloaded an e-book',
  e_book_download: 'Downloaded an e-book',
  whitepaper: 'Downloaded a white paper',
  white_paper: 'Downloaded a white paper',
  download: 'Downloaded something',
  content_download: 'Downloaded something',
  webinar: 'Signed up for a webinar',
  webinar_signup: 'Signed up for a webinar',
  webinar_registration: 'Signed up for a webinar',
  event: 'Met us at an event',
  trial: 'Started a trial',
  free_trial: 'Started a trial',
  trial_signup: 'Started a trial',
  signup: 'Signed up',
  sign_up: 'Signed up',
  newsletter: 'Signed up for the newsletter',
  newsletter_signup: 'Signed up for the newsletter',
  chat: 'Wrote in the chat',
  referral: 'Was recommended to us',
};

/** Our words for a code, or `null` when it is none that we know. */
export function whyWords(action: string | null): string | null {
  const code = (action ?? '')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
  return Object.hasOwn(words, code) ? (words[code] ?? null) : null;
}
