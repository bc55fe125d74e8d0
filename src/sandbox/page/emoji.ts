// TABLE: shortcodes of emoji and their signs: those that the app uses, and common ones. Others stay `:name:`.
import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';

const SIGNS: Readonly<Record<string, string>> = {
  alarm_clock: '⏰',
  arrow_down: '⬇️',
  arrow_left: '⬅️',
  arrow_right: '➡️',
  arrow_right_hook: '↪️',
  arrow_up: '⬆️',
  bar_chart: '📊',
  bell: '🔔',
  black_circle: '⚫',
  blue_heart: '💙',
  blush: '😊',
  bookmark: '🔖',
  bulb: '💡',
  calendar: '📅',
  chart_with_downwards_trend: '📉',
  chart_with_upwards_trend: '📈',
  clap: '👏',
  clipboard: '📋',
  clock1: '🕐',
  date: '📅',
  email: '✉️',
  envelope: '✉️',
  exclamation: '❗',
  eyes: '👀',
  file_folder: '📁',
  fire: '🔥',
  gear: '⚙️',
  grinning: '😀',
  handshake: '🤝',
  heart: '❤️',
  heavy_check_mark: '✔️',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  house: '🏠',
  inbox_tray: '📥',
  information_source: 'ℹ️',
  joy: '😂',
  key: '🔑',
  large_blue_circle: '🔵',
  large_green_circle: '🟢',
  large_orange_circle: '🟠',
  large_purple_circle: '🟣',
  large_red_circle: '🔴',
  large_yellow_circle: '🟡',
  large_brown_circle: '🟤',
  leftwards_arrow_with_hook: '↩️',
  link: '🔗',
  lock: '🔒',
  mag: '🔍',
  mega: '📣',
  memo: '📝',
  money_with_wings: '💸',
  moneybag: '💰',
  muscle: '💪',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  ok_hand: '👌',
  outbox_tray: '📤',
  paperclip: '📎',
  pencil: '📝',
  pencil2: '✏️',
  phone: '☎️',
  point_right: '👉',
  pray: '🙏',
  pushpin: '📌',
  question: '❓',
  raised_hands: '🙌',
  raising_hand: '🙋',
  red_circle: '🔴',
  repeat: '🔁',
  rocket: '🚀',
  rotating_light: '🚨',
  seedling: '🌱',
  slightly_smiling_face: '🙂',
  smile: '😄',
  smiley: '😃',
  sparkles: '✨',
  speech_balloon: '💬',
  star: '⭐',
  stopwatch: '⏱️',
  sunny: '☀️',
  sweat_smile: '😅',
  tada: '🎉',
  telephone_receiver: '📞',
  thinking_face: '🤔',
  thumbsdown: '👎',
  thumbsup: '👍',
  '+1': '👍',
  '-1': '👎',
  trophy: '🏆',
  unlock: '🔓',
  warning: '⚠️',
  wastebasket: '🗑️',
  wave: '👋',
  white_check_mark: '✅',
  white_circle: '⚪',
  x: '❌',
  zap: '⚡',
};

/** A shortcode, perhaps with a tone of skin, which is not shown. */
const SHORTCODE = /:([a-z0-9_+'-]+):(?::skin-tone-\d:)?/g;

/** The sign of a shortcode without its colons, or `null` for one that we do not know. */
function signOf(name: string): string | null {
  const bare = name.split('::')[0] ?? '';
  return Object.hasOwn(SIGNS, bare) ? (SIGNS[bare] ?? null) : null;
}

/** Text with its shortcodes turned into signs. */
export function plainEmoji(text: string): string {
  return text.replaceAll(SHORTCODE, (whole: string, name: string) => signOf(name) ?? whole);
}

/** An emoji with its name for people who do not see it. */
export function emoji(name: string): TemplateResult {
  const sign = signOf(name);
  if (sign === null) return html`:${name}:`;
  return html`<span class="block-emoji" role="img" aria-label=${name.replaceAll('_', ' ')} title=":${name}:">${sign}</span>`;
}
