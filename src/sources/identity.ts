// Who a lead can be recognised by: e-mail addresses and phone numbers in the one form that is used for matching.
import { domainToASCII } from 'node:url';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { phoneCountry } from './countries.ts';
import { trimmed } from './wording.ts';

export interface EmailIdentity {
  /** Written like an address that mail could be sent to. */
  readonly isValid: boolean;
  /** For matching only, never shown or mailed to; `null` where not valid. */
  readonly key: string | null;
}

const notAnAddress: EmailIdentity = { isValid: false, key: null };
// RFC 5321: 64 octets before the @, 253 for a domain name, 254 for the whole.
const longestLocal = 64;
const longestAddress = 254;
const localShape = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domainShape = /^(?:[\p{L}\p{M}\p{N}.\u3002-]|\u200c|\u200d)+$/u;
const asciiDomainShape = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const gmailDomains = new Set(['gmail.com', 'googlemail.com']);

/** Is it an address, and which? Lower case, punycode domain; dots and +tag are removed for Gmail alone, where they do not count. */
export function emailIdentity(text: string): EmailIdentity {
  const address = trimmed(text).normalize('NFC').toLowerCase().normalize('NFC');
  const at = address.lastIndexOf('@');
  if (at < 1 || address.length > longestAddress) return notAnAddress;
  const local = address.slice(0, at);
  const domain = asciiDomain(address.slice(at + 1));
  if (domain === null || !localShape.test(local) || Buffer.byteLength(local) > longestLocal) return notAnAddress;
  const mailbox = gmailDomains.has(domain) ? `${gmailLocal(local)}@gmail.com` : `${local}@${domain}`;
  return Buffer.byteLength(mailbox) > longestAddress ? notAnAddress : { isValid: true, key: mailbox };
}

function asciiDomain(domain: string): string | null {
  // Tested before the conversion too: that one reads hosts of addresses on the web, so it would decode %41 and take 0x7f.1 for an IP.
  if (!domainShape.test(domain)) return null;
  const ascii = domainToASCII(domain);
  return ascii.length <= 253 && asciiDomainShape.test(ascii) ? ascii : null;
}

function gmailLocal(local: string): string {
  const tag = local.indexOf('+');
  const mailbox = (tag === -1 ? local : local.slice(0, tag)).replaceAll('.', '');
  return mailbox === '' ? local : mailbox;
}

/**
 * The number in E.164, an extension as in `+4930123456;ext=12`; `null` when it is not a possible number.
 * A number without `+` (or `00`) is read as a national one of `country`, any spelling that `countryCode` knows.
 */
export function phoneIdentity(text: string, country?: string | null): string | null {
  const written = trimmed(text)
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+');
  // The longest numbers in use have 15 digits; a reader of numbers need not look at essays.
  if (written.length > 60) return null;
  const number = parsePhoneNumberFromString(written, { defaultCountry: phoneCountry(country), extract: false });
  // Possible, not "valid": ranges are opened faster than our copy of the numbering plans is renewed.
  if (!number?.isPossible() || isMadeUp(number.nationalNumber)) return null;
  return number.ext ? `${number.number};ext=${number.ext}` : number.number;
}

/** 0000000000 and 1234567890 are what people type who do not want to be called: not one person. */
function isMadeUp(nationalNumber: string): boolean {
  return /^(\d)\1+$/.test(nationalNumber) || '1234567890'.startsWith(nationalNumber);
}

/** Written like a local number whose country we do not know: it can be dialled, but not matched. */
export function isLocalNumber(text: string): boolean {
  return /^[\d\s()./-]{7,30}$/.test(trimmed(text)) && text.replace(/\D/g, '').length >= 7;
}
