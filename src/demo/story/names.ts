// Names of invented people, by where they might live. A name in another script says after `=` how it is spelled in an address.

export interface Culture {
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** Codes, most usual first. */
  readonly countries: readonly [string, ...string[]];
  /** In which language companies call themselves. */
  readonly trade: 'en' | 'de' | 'fr' | 'es' | 'it' | 'nl' | 'sv';
  readonly isFamilyNameFirst?: true;
}

const list = (names: string): readonly string[] => names.split(', ');

/** The longer the lists, the more people come from there. */
export const cultures: readonly Culture[] = [
  {
    first: list(
      'Olivia, James, Priya, Marcus, Hannah, Tyrone, Grace, Ethan, Chloe, Declan, Naomi, Owen, Siobhan, Travis, Abigail, Leon, Maeve, Jordan, Beth, Callum',
    ),
    last: list(
      'Whitfield, Marsh, O’Connell, Barnes, Ashworth, Delaney, Pruitt, Langley, Hargreaves, Boone, McAllister, Thorne, Eastman, Kirby, Radcliffe, Sutton, Vance, Winslow, Penrose, Gallagher',
    ),
    countries: ['US', 'GB', 'US', 'CA', 'GB', 'AU', 'US', 'IE'],
    trade: 'en',
  },
  {
    first: list('Jürgen, Katrin, Björn, Heike, Lukas, Änne, Florian, Sabine, Matthias, Ute, Jonas, Greta, Günther, Verena'),
    last: list('Weiß, Köhler, Brandstätter, Vogel, Schäfer, Lindner, Grünwald, Öztürk, Hofmann, Zimmerli, Krämer, Petersen, Huber, Jansen'),
    countries: ['DE', 'DE', 'AT', 'DE', 'CH'],
    trade: 'de',
  },
  {
    first: list('Élodie, Jérôme, Camille, Benoît, Anaïs, François, Maëlle, Thibault, Noémie, Loïc'),
    last: list('Lefèvre, Garnier, Dupré, Bérenger, Marchand, Rousselot, Châtelain, Perrin, Aubert, Vasseur'),
    countries: ['FR', 'FR', 'BE'],
    trade: 'fr',
  },
  {
    first: list('Lucía, Íñigo, Mateo, Begoña, Sofía, Andrés, Ximena, Joaquín, Rocío, Óscar'),
    last: list('Ibáñez, Castaño, Muñoz, Echeverría, Peñalver, Quiroga, Fuentes, Larrañaga, Cárdenas, Villalobos'),
    countries: ['ES', 'MX', 'ES', 'CO', 'AR'],
    trade: 'es',
  },
  {
    first: list('Åsa, Linnéa, Søren, Mikkel, Ingrid, Håkon, Sanna, Øyvind, Elin, Jussi'),
    last: list('Bergström, Nygård, Sjöberg, Rasmussen, Hallberg, Lindqvist-Ek, Kjær, Strand, Ødegaard, Virtanen'),
    countries: ['SE', 'DK', 'NO', 'FI', 'SE'],
    trade: 'sv',
  },
  {
    first: list('Giulia, Niccolò, Chiara, Matteo, Ginevra, Davide, Beatrice, Tommaso'),
    last: list('Ferrante, Colombari, Bellucci, D’Angelo, Marchetti, Zanotti, Galli, Serafini'),
    countries: ['IT'],
    trade: 'it',
  },
  {
    first: list('Sanne, Joris, Fleur, Thijs, Anouk, Bram, Lieke, Daan'),
    last: list('van der Meer, de Wit, Hoekstra, van Dijk, Bosman, Verhoeven, ten Brink, Kuipers'),
    countries: ['NL', 'BE', 'NL'],
    trade: 'nl',
  },
  {
    first: list('Zofia, Łukasz, Agnieszka, Jiří, Tereza, Michał, Katarína, Bence'),
    last: list('Wójcik, Żak, Kowalczyk, Dvořák, Novotná, Szymański, Horváth, Kráľ'),
    countries: ['PL', 'CZ', 'PL', 'SK', 'HU'],
    trade: 'en',
  },
  {
    first: list('Aarav, Meera, Rohan, Ananya, Vikram, Kavya, Farhan, Divya'),
    last: list('Iyer, Chatterjee, Deshmukh, Bhatia, Krishnan, Qureshi, Menon, Saxena'),
    countries: ['IN', 'IN', 'SG'],
    trade: 'en',
  },
  {
    first: list('Chidi, Amara, Kwame, Wanjiru, Thabo, Zainab, Sipho, Efua'),
    last: list('Adeyemi, Mensah, Ndlovu, Kamau, Okonkwo, Dlamini, Owusu, Mwangi'),
    countries: ['NG', 'KE', 'ZA', 'GH'],
    trade: 'en',
  },
  {
    first: list('Elif, Emre, Şebnem, Çağrı, Gülşah, Ozan'),
    last: list('Yıldız, Demir, Özkan, Aydın, Karaca, Şahin'),
    countries: ['TR'],
    trade: 'en',
  },
  {
    first: list('João, Beatriz, Thiago, Inês, Gonçalo, Larissa'),
    last: list('Magalhães, Conceição, Figueiredo, Araújo, Simões, Teixeira'),
    countries: ['BR', 'PT', 'BR'],
    trade: 'en',
  },
  {
    first: list('花子=hanako, 健太=kenta, さくら=sakura, 大輔=daisuke, 美咲=misaki'),
    last: list('山田=yamada, 佐々木=sasaki, 高橋=takahashi, 渡辺=watanabe, 小林=kobayashi'),
    countries: ['JP'],
    trade: 'en',
    isFamilyNameFirst: true,
  },
  {
    first: list('민준=minjun, 서연=seoyeon, 지훈=jihoon, 하은=haeun'),
    last: list('박=park, 최=choi, 정=jung, 윤=yoon'),
    countries: ['KR'],
    trade: 'en',
    isFamilyNameFirst: true,
  },
  {
    first: list('Олена=olena, Тарас=taras, Ирина=irina, Богдан=bohdan'),
    last: list('Шевчук=shevchuk, Мельник=melnyk, Бондар=bondar, Коваль=koval'),
    countries: ['UA'],
    trade: 'en',
  },
  {
    first: list('Νίκος=nikos, Ελένη=eleni, Γιώργος=giorgos, Δήμητρα=dimitra'),
    last: list('Παππάς=pappas, Βλάχος=vlachos, Ιωαννίδης=ioannidis'),
    countries: ['GR'],
    trade: 'en',
  },
  {
    first: list('ليلى=layla, يوسف=yousef, مريم=maryam, خالد=khalid'),
    last: list('حدّاد=haddad, المنصوري=almansouri, خوري=khoury, سليمان=suleiman'),
    countries: ['AE', 'JO', 'AE'],
    trade: 'en',
  },
];
