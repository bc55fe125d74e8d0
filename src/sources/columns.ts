// Which column of a spreadsheet is which of our fields: by its own name, by a common spelling, or as the person says with --map.
import { leadFields } from './lead.ts';
import { spelling } from './spelling.ts';

export const historyFields = [
  'receivedAt',
  'claimedAt',
  'verdict',
  'reason',
  'verdictAt',
  'verdictBy',
  'returnedAt',
  'outcome',
  'outcomeAt',
  'amount',
  'currency',
] as const;
export type HistoryField = (typeof historyFields)[number];

/** A name in two columns. */
const nameParts = ['firstName', 'lastName'] as const;

/** TABLE: other spellings of a field. Case, spaces, hyphens, underscores and accents do not matter. */
const spellings: Readonly<Record<string, string>> = {
  externalId: 'Lead ID, Record ID, Contact ID, CRM ID, ID, Lead Number, Datensatz-ID',
  name: 'Full Name, Contact, Contact Name, Lead Name, Your Name, Ansprechpartner, Vollständiger Name, Nom complet, Nombre completo',
  firstName: 'First, Given Name, Forename, Vorname, Prénom, Nombre',
  lastName: 'Last, Surname, Family Name, Nachname, Familienname, Nom, Nom de famille, Apellido, Apellidos',
  email:
    'E-mail, Email Address, Mail, Work Email, Business Email, Company Email, Contact Email, Primary Email, Email 1, Your Email, ' +
    'E-Mail-Adresse, Mailadresse, Adresse e-mail, Adresse mail, Courriel, Correo, Correo electrónico',
  phone:
    'Phone Number, Telephone, Telephone Number, Tel, Mobile, Mobile Phone, Mobile Number, Mobile Phone Number, Cell, Cell Phone, Work Phone, ' +
    'Business Phone, Direct Phone, Contact Number, Your Phone, Telefon, Telefonnummer, Handy, Mobil, Mobiltelefon, Téléphone, Teléfono, Móvil',
  title: 'Job Title, Job, Position, Role, Funktion, Berufsbezeichnung, Poste, Fonction, Cargo, Puesto',
  company:
    'Company Name, Account, Account Name, Organisation, Organization, Organisation Name, Organization Name, Employer, Business, Business Name, ' +
    'Firma, Firmenname, Unternehmen, Société, Entreprise, Empresa, Compañía',
  domain: 'Company Domain, Company Domain Name, Email Domain',
  employees:
    'Number of Employees, No. of Employees, # Employees, Employee Count, Company Size, Headcount, Mitarbeiter, Mitarbeiterzahl, ' +
    'Anzahl Mitarbeiter, Effectif, Nombre d’employés, Empleados, Número de empleados',
  industry: 'Sector, Branche, Industrie, Secteur, Industria',
  country: 'Country/Region, Country Code, Country Name, Land, Pays, País',
  source: 'Lead Source, utm_source, Original Source, Lead Origin, Quelle, Leadquelle, Herkunft, Source du lead, Fuente, Origen',
  medium: 'utm_medium, Lead Medium, Medio',
  campaign: 'utm_campaign, Campaign Name, Lead Campaign, Kampagne, Campagne, Campaña',
  action: 'Lead Action, Conversion, Form, Form Name, Formular, Formulaire, Formulario',
  score: 'Lead Score, HubSpot Score, Punkte, Puntuación',
  message:
    'Comment, Comments, Description, Question, Enquiry, Inquiry, Your Message, Nachricht, Kommentar, Anfrage, Commentaire, Mensaje, Comentario, Comentarios',
  url: 'Page, Page URL, Landing Page, Landing Page URL, Source URL',
  occurredAt:
    'Created, Created Date, Create Date, Creation Date, Created At, Created On, Created Time, Date Created, Timestamp, Submitted, Submitted At, ' +
    'Submitted On, Submission Date, Date, Received, Received At, Received Date, Date Received, Lead Date, Erstellt, Erstellt am, Erstelldatum, ' +
    'Erstellungsdatum, Eingangsdatum, Datum, Date de création, Fecha, Fecha de creación',
  test: 'Is Test',
  claimedAt: 'Claimed, Claimed Date, Accepted Date, Assigned Date',
  verdict: 'Lead Verdict',
  reason: 'Verdict Reason, Unqualified Reason, Disqualified Reason, Disqualification Reason, Rejection Reason',
  verdictAt: 'Verdict Date, Judged At',
  verdictBy: 'Judged By',
  returnedAt: 'Returned, Returned Date, Return Date',
  outcome: 'Deal Outcome',
  outcomeAt: 'Outcome Date, Close Date, Closed Date',
  amount: 'Deal Amount, Deal Value, Amount Won, Betrag, Montant, Importe',
  currency: 'Currency Code, Currency ISO Code, Amount Currency, Währung, Devise, Moneda',
};

/** The column that the reasons of refused rows stand in; it is left out when a mended file is imported with it still there. */
export const refusalColumn = 'refused because';

export interface Column {
  /** The column's name, as the rows know it. */
  readonly header: string;
  /** Our field; `null` = kept under attributes. */
  readonly field: string | null;
  /** By a spelling of its name only: such a column never refuses a row for a value that its field cannot hold. */
  readonly isGuess: boolean;
}

export interface Mapping {
  readonly columns: readonly Column[];
}

export interface ColumnOptions {
  /** As written after --map: `Their Column=ourField`. */
  readonly pairs?: readonly string[];
  /** History has more fields, and a creation date means when the lead was received. */
  readonly isHistory?: boolean;
}

/** Maps a header row; `problems` are sentences. --map wins over a field's own name, that over a spelling, then the first column over later ones. */
export function mapColumns(
  headers: readonly string[],
  options: ColumnOptions = {},
): { mapping: Mapping } | { problems: readonly string[] } {
  const isHistory = options.isHistory ?? false;
  const fields = fieldsOf(isHistory);
  const guesses = spellingsOf(fields, isHistory);
  const { columns, taken, problems } = assignColumns(headers, options.pairs ?? [], {
    fields,
    fieldOf: (header) => guesses.get(spelling(header)),
  });
  problems.push(...missing(taken, headers, isHistory));
  const isKept = (column: Column) => spelling(column.header) !== spelling(refusalColumn);
  return problems.length > 0 ? { problems } : { mapping: { columns: columns.filter(isKept) } };
}

/** The fields that a file can have, and which of them a header means that is not its own name. */
export interface ColumnFields {
  readonly fields: readonly string[];
  readonly fieldOf: (header: string) => string | undefined;
}

/** Gives each column its field, each field to one column at most. `problems` are sentences about `pairs`. */
export function assignColumns(headers: readonly string[], pairs: readonly string[], { fields, fieldOf }: ColumnFields) {
  const { chosen, problems } = readPairs(headers, pairs, fields);
  const columns = headers.map((header): Column => {
    const field = chosen.get(header);
    return { header, field: field ?? null, isGuess: false };
  });
  const taken = new Set(chosen.values());
  const take = (isGuess: boolean, meant: (header: string) => string | undefined) => {
    for (const [index, column] of columns.entries()) {
      const field = column.field === null ? meant(column.header) : undefined;
      if (field === undefined || taken.has(field)) continue;
      taken.add(field);
      columns[index] = { header: column.header, field, isGuess };
    }
  };
  const ownNames = new Map(fields.map((field) => [spelling(field), field]));
  take(false, (header) => ownNames.get(spelling(header)));
  take(true, fieldOf);
  return { columns, taken, problems };
}

function fieldsOf(isHistory: boolean): readonly string[] {
  return [...leadFields, ...nameParts, ...(isHistory ? historyFields : [])];
}

function spellingsOf(fields: readonly string[], isHistory: boolean): ReadonlyMap<string, string> {
  const guesses = new Map<string, string>();
  for (const field of fields) {
    const target = isHistory && field === 'occurredAt' ? 'receivedAt' : field;
    for (const text of (spellings[field] ?? '').split(', ')) if (text !== '') guesses.set(spelling(text), target);
  }
  return guesses;
}

function readPairs(headers: readonly string[], pairs: readonly string[], fields: readonly string[]) {
  const chosen = new Map<string, string>();
  const problems: string[] = [];
  for (const pair of pairs) {
    const cut = pair.lastIndexOf('=');
    const wanted = pair.slice(0, Math.max(cut, 0)).trim();
    const target = pair.slice(cut + 1).trim();
    if (cut < 1 || wanted === '' || target === '') {
      problems.push(`--map "${pair}" is not of the form "Their Column=ourField".`);
      continue;
    }
    const field = fields.find((name) => spelling(name) === spelling(target));
    const header =
      headers.find((name) => name === wanted) ?? headers.find((name) => spelling(name) === spelling(wanted) && spelling(wanted) !== '');
    if (!field) problems.push(`--map "${pair}": ${target} is not a field. The fields are ${fields.join(', ')}.`);
    if (!header) problems.push(`--map "${pair}": the file has no column ${wanted}. Its columns are ${headers.join(', ')}.`);
    if (!field || !header) continue;
    if (chosen.has(header)) problems.push(`--map "${pair}": the column ${header} is mapped twice. Leave one of the two out.`);
    else if ([...chosen.values()].includes(field))
      problems.push(`--map "${pair}": another column is already mapped to ${field}. Leave one of the two out.`);
    else chosen.set(header, field);
  }
  return { chosen, problems };
}

function missing(taken: ReadonlySet<string>, headers: readonly string[], isHistory: boolean): string[] {
  const problems: string[] = [];
  const has = `The file’s columns are ${headers.join(', ')}.`;
  if (!['email', 'phone', 'externalId'].some((field) => taken.has(field))) {
    problems.push(
      `No column is recognised as email, phone or externalId, and a lead needs one of them. ${has} Say which it is, such as --map "Their Column=email".`,
    );
  }
  if (isHistory && !taken.has('receivedAt')) {
    problems.push(
      `No column is recognised as receivedAt, the date each lead came in. ${has} Say which it is, such as --map "Their Column=receivedAt".`,
    );
  }
  return problems;
}
