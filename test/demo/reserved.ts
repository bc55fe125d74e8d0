// What may stand in the demo's leads: addresses and numbers that belong to nobody.
import { expect } from 'vitest';

/** `.test` and the example domains; an address that a form cut short has no domain at all. */
const reservedAddress = /@([a-z0-9-]+\.)*([a-z0-9-]+\.test|example\.(com|net|org))$/i;
const cutShort = /@[a-z0-9-]+$/i;
/** Kept for films and books by NANPA, Ofcom, ACMA, BNetzA, ARCEP and PTS. */
const reservedPhones = [
  /^\+1 \d{3} 555 01\d\d$/,
  /^\+44 (20 7946 0\d{3}|(161|117) 496 0\d{3}|7700 900\d{3})$/,
  /^\+61 [23] (5550|7010) \d{4}$/,
  /^\+49 (30 23125|89 99998|40 66969|69 90009) \d{3}$/,
  /^\+33 (1 99 00|4 65 71) \d\d \d\d$/,
  /^\+46 (8 465 004|31 390 06) \d\d$/,
];

export function expectReserved({ email, phone }: { readonly email?: string | null; readonly phone?: string | null }): void {
  if (typeof email === 'string') expect(reservedAddress.test(email) || cutShort.test(email), email).toBe(true);
  if (typeof phone === 'string')
    expect(
      reservedPhones.some((range) => range.test(phone)),
      phone,
    ).toBe(true);
}
