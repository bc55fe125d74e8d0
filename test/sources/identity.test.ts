// E-mail addresses and phone numbers: which are one person, which are none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countryCode } from '../../src/sources/countries.ts';
import { emailIdentity, phoneIdentity } from '../../src/sources/identity.ts';

/** Any characters, halves of some too. */
const anyText = fc.array(fc.oneof(fc.nat(0xff), fc.nat(0x10ffff))).map((points) => String.fromCodePoint(...points));

describe('F68: the same person by e-mail', () => {
  test.each([
    ['case does not count', 'Ada@Engine.TEST', 'ada@engine.test'],
    ['white space around does not count', '  ada@engine.test \u200b\n', 'ada@engine.test'],
    ['Gmail: dots do not count', 'a.d.a.lovelace@gmail.com', 'adalovelace@gmail.com'],
    ['Gmail: a tag does not count', 'ada+spring@gmail.com', 'ada@gmail.com'],
    ['Gmail by its other name', 'A.da+x@GoogleMail.com', 'ada@gmail.com'],
    ['elsewhere dots count', 'a.da@engine.test', 'a.da@engine.test'],
    ['elsewhere a tag counts', 'ada+x@engine.test', 'ada+x@engine.test'],
    ['an international domain', 'info@Bücher.example', 'info@xn--bcher-kva.example'],
    ['… is the same in its other form', 'INFO@xn--bcher-kva.example', 'info@xn--bcher-kva.example'],
    ['… and with a composed letter', 'info@bu\u0308cher.example', 'info@xn--bcher-kva.example'],
    ['an international mailbox', 'ΑΔΑ@engine.test', 'αδα@engine.test'],
    ['a tag alone stays what it is', '+x@gmail.com', '+x@gmail.com'],
    ['an apostrophe', "o'hara@engine.test", "o'hara@engine.test"],
  ])('%s: %s', (_, text, key) => {
    expect(emailIdentity(text)).toEqual({ isValid: true, key });
  });

  test.each([
    ['', 'nothing'],
    ['ada', 'no @'],
    ['@engine.test', 'no mailbox'],
    ['ada@', 'no domain'],
    ['ada@engine', 'no dot in the domain'],
    ['ada@engine.test.', 'ends in a dot'],
    ['ada@engine..test', 'two dots'],
    ['.ada@engine.test', 'begins with a dot'],
    ['a..da@engine.test', 'two dots in the mailbox'],
    ['ada lovelace@engine.test', 'a space'],
    ['ada@engine.test, bob@engine.test', 'two addresses'],
    ['Ada <ada@engine.test>', 'a name around it'],
    ['ada@-engine.test', 'a hyphen at the edge'],
    ['ada@engine_x.test', 'an underscore in the domain'],
    ['ada@127.0.0.1', 'an IP'],
    ['ada@0x7f.1', 'an IP in disguise'],
    ['ada@%65ngine.test', 'an escaped domain'],
    ['ada@engine.test/path', 'a path'],
    ['ada@engine.t', 'a top level of one letter'],
    [`${'a'.repeat(65)}@engine.test`, 'a mailbox too long'],
    [`ada@${'a'.repeat(64)}.test`, 'a label too long'],
    [`ada@${'abcdefghi.'.repeat(25)}test`, 'too long on the whole'],
    ['n/a', 'a placeholder'],
  ])('%j is no address: %s', (text) => {
    expect(emailIdentity(text)).toEqual({ isValid: false, key: null });
  });

  test('a key is its own key, and any text is answered', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress(), anyText, fc.string({ unit: fc.constantFrom('a', '.', '+', '@', 'ß', 'İ', '\u0301', '-', '。') })),
        (text) => {
          const { isValid, key } = emailIdentity(text);
          expect(isValid).toBe(key !== null);
          if (key !== null) expect(emailIdentity(key).key).toBe(key);
        },
      ),
    );
  });

  test('an essay of one character is answered at once', () => {
    for (const text of ['a'.repeat(300_000), `${'a.'.repeat(150_000)}@x.test`, ' '.repeat(300_000), '\u200b'.repeat(300_000)])
      expect(emailIdentity(text).isValid).toBe(false);
  });
});

describe('phone numbers', () => {
  test.each([
    ['+44 20 7946 0000', null, '+442079460000'],
    ['0044 20 7946 0000', null, '+442079460000'],
    ['(020) 7946-0000', 'GB', '+442079460000'],
    ['020 7946 0000', 'United Kingdom', '+442079460000'],
    ['030 123456', 'Deutschland', '+4930123456'],
    ['447911123456', 'gb', '+447911123456'],
    ['tel:+44-20-7946-0000', null, '+442079460000'],
    ['+49 30 123456 ext. 12', null, '+4930123456;ext=12'],
    ['+1 555 010 0100', null, '+15550100100'],
    ['020 7946 0000', null, null],
    ['020 7946 0000', 'Atlantis', null],
    ['+1 000 000 0000', null, null],
    ['+1 111 111 1111', null, null],
    ['+999 1234567', null, null],
    ['call me +44 20 7946 0000', null, null],
    ['12', 'GB', null],
    ['', 'GB', null],
    ['+44 20 7946 0000'.padEnd(5000, '0'), null, null],
  ])('%s in %s is %s', (text, country, key) => {
    expect(phoneIdentity(text, country)).toBe(key);
  });

  test('any text is answered, and a number is its own', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...'+0123456789() -x'.split('')) })),
        fc.constantFrom('US', 'DE', null),
        (text, country) => {
          const key = phoneIdentity(text, country);
          if (key !== null) expect(phoneIdentity(key)).toBe(key);
        },
      ),
    );
  });
});

describe('countries', () => {
  test.each([
    ['GB', 'GB'],
    ['de', 'DE'],
    ['DEU', 'DE'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['Allemagne', 'DE'],
    ['UK', 'GB'],
    ['U.S.A.', 'US'],
    ['United States of America', 'US'],
    ['the Netherlands', 'the Netherlands'],
    ['Netherlands', 'NL'],
    ['Österreich', 'AT'],
    ['cote d’ivoire', 'CI'],
    ['Bosnia and Herzegovina', 'BA'],
    ['Kosovo', 'XK'],
    ['Antarctica', 'AQ'],
    ['EMEA', 'EMEA'],
    [' Narnia ', ' Narnia '],
    ['constructor', 'constructor'],
  ])('%s → %s', (text, code) => {
    expect(countryCode(text)).toBe(code);
  });

  test('every two-letter code has a three-letter one and back, both understood', () => {
    const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    for (const [three, two] of [
      ['CHE', 'CH'],
      ['PRT', 'PT'],
      ['ZWE', 'ZW'],
      ['KOR', 'KR'],
      ['POL', 'PL'],
      ['UKR', 'UA'],
      ['AUT', 'AT'],
      ['IRL', 'IE'],
      ['DNK', 'DK'],
    ] as const) {
      expect(countryCode(three)).toBe(two);
      expect(countryCode(regions.of(two) ?? '')).toBe(two);
    }
  });
});
