import { type App, type AppKind, findApp } from './apps.mts';
import { Refusal } from './errors.mts';
import { type Params } from './input.mts';
import { type SubmailSettings } from './settings.mts';
import { signatureOf, signTypes } from './signing.mts';

/** How an endpoint authenticates requests. */
export interface Access {
	/** Absent: any app. */
	kind?: AppKind;
	/** Signing is not possible here (docs/providers/submail.md §3.1). */
	normalOnly?: boolean;
	/** Parameters left out of the string to sign with sign_version 2 (docs/providers/submail.md §3.3). */
	unsignedInV2?: readonly string[];
	/** [unsure] Parameters that are part of the string to sign when a setting says so. */
	perhapsSigned?: readonly ('sms_signature' | 'offset')[];
}

/** The most seconds between the timestamp and the arrival of the request (docs/providers/submail.md §3.2). */
const mostSeconds = 6;

/** 151 for an invalid timestamp, 152 for the 6 seconds (by their texts, docs/providers/submail.md §11). */
function checkTimestamp(text: string, now: number): void {
	if (!/^\d{1,12}$/.test(text)) throw new Refusal('151');
	if (Math.abs(Math.floor(now / 1000) - Number(text)) > mostSeconds) throw new Refusal('152');
}

function unsignedNames(access: Access, params: Params, settings: Readonly<SubmailSettings>) {
	const signed = {
		sms_signature: settings.submailSmsSignatureSigned,
		offset: settings.submailOffsetSigned,
	};
	return [
		...(params.get('sign_version') === '2' ? (access.unsignedInV2 ?? []) : []),
		...(access.perhapsSigned ?? []).filter((name) => !signed[name]),
	];
}

/**
 * The app of a request (docs/providers/submail.md §3). An app of the other kind is refused with 101
 * like an unknown one, which is the sandbox's choice.
 * @param now the time on SUBMAIL's clock, in milliseconds
 */
export function authenticate(
	params: Params,
	access: Access,
	settings: Readonly<SubmailSettings>,
	now: number,
): App {
	const app = findApp(params.get('appid') ?? '');
	if (!app || (access.kind && access.kind !== app.kind)) throw new Refusal('101');
	const signature = params.get('signature') ?? '';
	if (signature === '') throw new Refusal('111');
	const type = params.get('sign_type') || 'normal';
	if (type === 'normal') {
		if (signature !== app.key) throw new Refusal('109');
		return app;
	}
	const signType = signTypes.find((known) => known === type);
	if (!signType) throw new Refusal('107');
	if (access.normalOnly) throw new Refusal('110');
	checkTimestamp(params.get('timestamp') ?? '', now);
	const unsigned = unsignedNames(access, params, settings);
	if (signature !== signatureOf(signType, app, params, unsigned)) throw new Refusal('108');
	return app;
}
