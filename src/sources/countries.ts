// Countries: codes and names as forms and spreadsheets write them → the two-letter code.
import { getCountries, isSupportedCountry } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import { spelling } from './spelling.ts';

/** ISO 3166-1, three letters then two; the order is the alphabet's. */
const threeLetterCodes =
  'ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF ' +
  'BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN ' +
  'CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC ' +
  'EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW ' +
  'GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR IRQIQ ISLIS ' +
  'ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS ' +
  'LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS ' +
  'MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE ' +
  'PHLPH PLWPW PNGPG POLPL PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ ' +
  'SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ ' +
  'TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN ' +
  'VUTVU WLFWF WSMWS XKXXK YEMYE ZAFZA ZMBZM ZWEZW';

const otherNames: Readonly<Record<string, string>> = {
  uk: 'GB',
  greatbritain: 'GB',
  britain: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  northernireland: 'GB',
  unitedkingdomofgreatbritainandnorthernireland: 'GB',
  unitedstatesofamerica: 'US',
  america: 'US',
  holland: 'NL',
  czechrepublic: 'CZ',
  russianfederation: 'RU',
  korea: 'KR',
  republicofkorea: 'KR',
  turkey: 'TR',
  ivorycoast: 'CI',
  hongkong: 'HK',
  macau: 'MO',
  uae: 'AE',
  macedonia: 'MK',
  vietnam: 'VN',
  brasil: 'BR',
};

/** Languages whose names for countries are understood. */
const nameLanguages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'];

const codesBySpelling: ReadonlyMap<string, string> = new Map(spellings());

/** The two-letter code of a country written as a code or a name (`de`, `DEU`, `Germany`, `Deutschland`), else the text as written. */
export function countryCode(text: string): string {
  return codesBySpelling.get(spelling(text)) ?? text;
}

/** The country whose national phone numbers we can read; `undefined` when the text is not one. */
export function phoneCountry(text: string | null | undefined): CountryCode | undefined {
  const code = text ? countryCode(text) : '';
  return isSupportedCountry(code) ? code : undefined;
}

function* spellings(): Generator<[string, string]> {
  // Names first, the codes last: where a name in some language reads like a code, the code wins.
  const codes = [...getCountries(), 'AQ', 'BV', 'GS', 'HM', 'PN', 'TF', 'UM'];
  for (const language of nameLanguages) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = names.of(code);
      if (name) yield [spelling(name), code];
    }
  }
  yield* Object.entries(otherNames);
  for (const pair of threeLetterCodes.split(' ')) yield [pair.slice(0, 3).toLowerCase(), pair.slice(3)];
  for (const code of codes) yield [code.toLowerCase(), code];
}
