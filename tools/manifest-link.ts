// The link that opens Slack's "create an app" page with LeadLoop's manifest filled in, and its place in the README.
import { parse, stringify } from 'yaml';

const BEGIN = '<!-- manifest-link:begin (written by: node tools/readme-manifest-link.ts) -->';
const END = '<!-- manifest-link:end -->';

/** The one-click link for a manifest in YAML. Comments are left out: they would only make it long. */
export function manifestLink(manifest: string): string {
  const yaml = stringify(parse(manifest), { lineWidth: 0 });
  return `https://api.slack.com/apps?new_app=1&manifest_yaml=${encode(yaml)}`;
}

/** The README with the link between its two marks. Throws when it does not have both marks, once each and in order. */
export function withManifestLink(readme: string, manifest: string): string {
  const before = readme.split(BEGIN);
  const after = before[1]?.split(END);
  if (before.length !== 2 || after?.length !== 2) {
    throw new Error(`README.md needs these two lines, once each and in this order, around the place of the link:\n${BEGIN}\n${END}`);
  }
  return `${before[0]}${BEGIN}\n[Create the Slack app from this manifest](${manifestLink(manifest)})\n${END}${after[1]}`;
}

/** Encodes the characters that Markdown would read as the end of a link, too. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
