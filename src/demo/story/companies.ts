// Companies that do not exist: what they call themselves, what they do, and in which form of law.
import type { Culture } from './names.ts';

type Trade = Culture['trade'];
type Kind = readonly [name: string, industry: string];

export const stems: Readonly<Record<Trade, readonly string[]>> = {
  en: ['Northgate', 'Copperfield', 'Blue Heron', 'Summit Ridge', 'Kestrel', 'Ironbridge', 'Lakeshore', 'Redwood', 'Halcyon', 'Ember'],
  de: ['Havelland', 'Tannberg', 'Kranich', 'Nordlicht', 'Müller & Söhne', 'Rheinau', 'Alpenblick', 'Elbtal'],
  fr: ['Montclair', 'Hirondelle', 'Beaurivage', 'Trois Chênes', 'Sablons', 'Étoile du Nord'],
  es: ['Río Claro', 'Sierra Alta', 'El Faro', 'Tres Torres', 'Mirador', 'Costa Brisa'],
  it: ['Colle Verde', 'Aurora', 'Torrevecchia', 'Fratelli Bassi', 'Ponte Nuovo'],
  nl: ['Zilvermeer', 'Oosterdok', 'Duinzicht', 'De Linde', 'Waterpoort'],
  sv: ['Norrsjö', 'Björkdal', 'Havsbris', 'Fjällbris', 'Ekholmen'],
};

export const kinds: Readonly<Record<Trade, readonly Kind[]>> = {
  en: [
    ['Lifts', 'Elevators'],
    ['Heating', 'HVAC'],
    ['Fire Safety', 'Security'],
    ['Telecom', 'Telecoms'],
    ['Facilities', 'Facility management'],
    ['Solar', 'Energy'],
    ['Refrigeration', 'HVAC'],
    ['Medical Devices', 'Healthcare'],
  ],
  de: [
    ['Aufzüge', 'Elevators'],
    ['Haustechnik', 'HVAC'],
    ['Brandschutz', 'Security'],
    ['Gebäudeservice', 'Facility management'],
    ['Solartechnik', 'Energy'],
    ['Kältetechnik', 'HVAC'],
  ],
  fr: [
    ['Ascenseurs', 'Elevators'],
    ['Climatisation', 'HVAC'],
    ['Sécurité', 'Security'],
    ['Maintenance', 'Facility management'],
    ['Énergie', 'Energy'],
  ],
  es: [
    ['Ascensores', 'Elevators'],
    ['Climatización', 'HVAC'],
    ['Seguridad', 'Security'],
    ['Mantenimiento', 'Facility management'],
    ['Redes', 'Telecoms'],
  ],
  it: [
    ['Ascensori', 'Elevators'],
    ['Impianti', 'HVAC'],
    ['Manutenzioni', 'Facility management'],
    ['Energia', 'Energy'],
  ],
  nl: [
    ['Liften', 'Elevators'],
    ['Installatietechniek', 'HVAC'],
    ['Beveiliging', 'Security'],
    ['Onderhoud', 'Facility management'],
  ],
  sv: [
    ['Hiss', 'Elevators'],
    ['Ventilation', 'HVAC'],
    ['Larm', 'Security'],
    ['Energi', 'Energy'],
  ],
};

/** After the name, by country; none elsewhere. */
export const legalForms: Readonly<Record<string, string>> = {
  US: 'Inc.',
  CA: 'Inc.',
  GB: 'Ltd',
  IE: 'Ltd',
  AU: 'Pty Ltd',
  IN: 'Pvt Ltd',
  DE: 'GmbH',
  AT: 'GmbH',
  CH: 'AG',
  FR: 'SAS',
  BE: 'NV',
  NL: 'B.V.',
  ES: 'S.L.',
  MX: 'S.A. de C.V.',
  IT: 'S.r.l.',
  SE: 'AB',
  DK: 'A/S',
  NO: 'AS',
  FI: 'Oy',
  PL: 'Sp. z o.o.',
  CZ: 's.r.o.',
  SK: 's.r.o.',
  PT: 'Lda.',
  BR: 'Ltda.',
  TR: 'A.Ş.',
};

/** There is one in every address book. */
export const longCompany =
  'Oberschwäbische Genossenschaft für Aufzugswartung, Kälte-, Klima- und Brandschutztechnik sowie Gebäudebewirtschaftung eG & Co. KG';

/** Trades too small for what the demo's company sells. */
export const smallTrades = ['Plumbing', 'Window Cleaning', 'Garden Care', 'Handyman', 'Bike Repair', 'Photo Studio'] as const;
