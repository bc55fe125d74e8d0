// Invented people, each with a number of their own: name, company, address, phone.
import { type Chance, between, chanceFrom, isLucky, pick, shuffled } from './chance.ts';
import { kinds, legalForms, longCompany, smallTrades, stems } from './companies.ts';
import { type Culture, cultures } from './names.ts';
import { reservedPhone } from './phones.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly company: string;
  /** `null` where mail goes to an address of their own. */
  readonly domain: string | null;
  readonly industry: string;
  readonly employees: number;
  readonly country: string;
}

interface Name {
  readonly shown: string;
  /** As in an address: lower case, no accents. */
  readonly mailbox: string;
  readonly culture: Culture;
  /** Their number among those of their culture. */
  readonly place: number;
}

const foldings: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', ł: 'l', ı: 'i', đ: 'd' };

/** Everybody there is, in an order that never changes. */
const everybody: readonly Name[] = shuffled(chanceFrom('everybody'), cultures.flatMap(namesOf));

/** The numbers below this are people of the past; those from here on are people of the days to come. */
export const peopleOfThePast = 600;
/** So many others come before the first of them is asked again. */
const peopleToCome = everybody.length - peopleOfThePast;

function namesOf(culture: Culture): readonly Name[] {
  return culture.first.flatMap((first, row) =>
    culture.last.map((last, column): Name => {
      const [[given, givenMail], [family, familyMail]] = [spelled(first), spelled(last)];
      const shown = culture.isFamilyNameFirst ? `${family} ${given}` : `${given} ${family}`;
      return { shown, mailbox: `${givenMail}.${familyMail}`, culture, place: row * culture.last.length + column };
    }),
  );
}

function spelled(name: string): readonly [shown: string, mail: string] {
  const [shown = '', mail = shown] = name.split('=');
  return [shown, latin(mail).replaceAll(' ', '')];
}

/** Lower case without accents; whatever is neither a letter nor a digit becomes a blank. */
function latin(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}’']/gu, '');
  return plain
    .replace(/[ßøæłıđ]/g, (letter) => foldings[letter] ?? letter)
    .replace(/[^a-z0-9-]+/g, ' ')
    .trim();
}

/** The same person for the same number. After `peopleToCome` the names come again, mostly at another company. */
export function personNumber(number: number, isSmall = false): Person {
  const turn = number < peopleOfThePast ? number : peopleOfThePast + ((number - peopleOfThePast) % peopleToCome);
  const { shown: name, mailbox, culture, place } = everybody[turn] ?? firstPerson;
  const chance = chanceFrom(`person ${number}`);
  const country = pick(chance, culture.countries);
  const company = isSmall ? smallCompany(chance, name) : companyIn(chance, culture, country);
  const phone = reservedPhone(country, place);
  return { name, email: `${mailbox}@${company.domain ?? 'example.com'}`, phone: isLucky(chance, 0.6) ? phone : null, country, ...company };
}

const [firstPerson] = everybody as [Name, ...Name[]];

type Company = Pick<Person, 'company' | 'domain' | 'industry' | 'employees'>;

function companyIn(chance: Chance, { trade }: Culture, country: string): Company {
  if (trade === 'de' && isLucky(chance, 0.04)) return { company: longCompany, domain: 'og-technik.test', industry: 'HVAC', employees: 340 };
  const stem = oneOf(chance, stems[trade]);
  const [kind, industry] = oneOf(chance, kinds[trade]);
  const form = legalForms[country];
  const company = `${stem} ${kind}${form === undefined ? '' : ` ${form}`}`;
  return {
    company,
    domain: `${latin(`${stem} ${kind}`).replaceAll(' ', '-')}.test`,
    industry,
    employees: sizeOf(chanceFrom(company)),
  };
}

/** Everybody at a company says the same. */
function sizeOf(chance: Chance): number {
  return pick(chance, [between(chance, 20, 90), between(chance, 60, 300), between(chance, 200, 1800)]);
}

function smallCompany(chance: Chance, name: string): Company {
  const trade = pick(chance, smallTrades);
  return { company: `${name} ${trade}`, domain: null, industry: trade, employees: between(chance, 1, 4) };
}

function oneOf<Item>(chance: Chance, items: readonly Item[]): Item {
  return pick(chance, items as readonly [Item, ...Item[]]);
}
