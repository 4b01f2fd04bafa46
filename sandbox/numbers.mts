/** Finds the country of a number, only as exactly as a sandbox needs it. */

const callingCodes = `
	1:US 7:RU 20:EG 27:ZA 30:GR 31:NL 32:BE 33:FR 34:ES 36:HU 39:IT 40:RO 41:CH 43:AT 44:GB 45:DK
	46:SE 47:NO 48:PL 49:DE 51:PE 52:MX 53:CU 54:AR 55:BR 56:CL 57:CO 58:VE 60:MY 61:AU 62:ID 63:PH
	64:NZ 65:SG 66:TH 81:JP 82:KR 84:VN 86:CN 90:TR 91:IN 92:PK 93:AF 94:LK 95:MM 98:IR 211:SS 212:MA
	213:DZ 216:TN 218:LY 220:GM 221:SN 222:MR 223:ML 224:GN 225:CI 226:BF 227:NE 228:TG 229:BJ 230:MU
	231:LR 232:SL 233:GH 234:NG 235:TD 236:CF 237:CM 238:CV 239:ST 240:GQ 241:GA 242:CG 243:CD 244:AO
	245:GW 248:SC 249:SD 250:RW 251:ET 252:SO 253:DJ 254:KE 255:TZ 256:UG 257:BI 258:MZ 260:ZM 261:MG
	262:RE 263:ZW 264:NA 265:MW 266:LS 267:BW 268:SZ 269:KM 297:AW 298:FO 299:GL 350:GI 351:PT 352:LU
	353:IE 354:IS 355:AL 356:MT 357:CY 358:FI 359:BG 370:LT 371:LV 372:EE 373:MD 374:AM 375:BY 376:AD
	377:MC 378:SM 380:UA 381:RS 382:ME 383:XK 385:HR 386:SI 387:BA 389:MK 420:CZ 421:SK 423:LI 501:BZ
	502:GT 503:SV 504:HN 505:NI 506:CR 507:PA 509:HT 590:GP 591:BO 592:GY 593:EC 594:GF 595:PY 596:MQ
	597:SR 598:UY 599:CW 670:TL 673:BN 675:PG 676:TO 677:SB 678:VU 679:FJ 682:CK 685:WS 687:NC 689:PF
	852:HK 853:MO 855:KH 856:LA 880:BD 886:TW 960:MV 961:LB 962:JO 963:SY 964:IQ 965:KW 966:SA 967:YE
	968:OM 970:PS 971:AE 972:IL 973:BH 974:QA 975:BT 976:MN 977:NP 992:TJ 993:TM 994:AZ 995:GE 996:KG
	998:UZ`;

const countryOfCode = new Map<string, string>();
const codeOfCountry = new Map<string, string>([['CA', '1']]);
for (const entry of callingCodes.trim().split(/\s+/)) {
	const [code = '', country = ''] = entry.split(':');
	countryOfCode.set(code, country);
	codeOfCountry.set(country, code);
}

const canadianAreas = new Set(
	`204 226 236 249 250 257 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 460
	468 474 506 514 519 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819
	825 867 873 879 902 905`.split(/\s+/),
);

/** How many digits follow the calling code, for countries where a wrong count is refused. */
const lengths: Record<string, readonly [least: number, most: number]> = {
	AU: [9, 9],
	US: [10, 10],
	CA: [10, 10],
	GB: [9, 10],
	NZ: [8, 10],
	CN: [11, 11],
};

export interface PhoneNumber {
	e164: string;
	country: string;
}

function splitCode(digits: string): { code: string; country: string } | undefined {
	for (const size of [1, 2, 3]) {
		const code = digits.slice(0, size);
		const country = countryOfCode.get(code);
		if (!country) continue;
		const canadian = country === 'US' && canadianAreas.has(digits.slice(1, 4));
		return { code, country: canadian ? 'CA' : country };
	}
	return undefined;
}

/**
 * Reads a number in E.164 with `+`, or a national number together with an ISO-2 country. Returns
 * undefined when no such number can exist.
 */
export function readNumber(text: string, country = ''): PhoneNumber | undefined {
	const code = codeOfCountry.get(country.toUpperCase());
	const national = /^0?([1-9]\d{5,13})$/.exec(text)?.[1];
	const e164 = national !== undefined && code ? `+${code}${national}` : text;
	if (!/^\+[1-9]\d{6,14}$/.test(e164)) return undefined;
	const split = splitCode(e164.slice(1));
	if (!split) return undefined;
	const rest = e164.length - 1 - split.code.length;
	const [least, most] = lengths[split.country] ?? [4, 13];
	return rest >= least && rest <= most ? { e164, country: split.country } : undefined;
}

/** The calling code of an ISO-2 country, without `+`. */
export const callingCodeOf = (country: string): string | undefined => codeOfCountry.get(country);
