import { type Call, text } from './call.mts';
import { Refusal } from './errors.mts';
import { checkSignature } from './text.mts';

/** GET sms/appextend: the registered signatures; 154 without any (docs/providers/submail.md §8). */
function list(call: Call): object {
	const appid = text(call, 'target_appid') || call.app.id;
	const found = call.account.signatures.filter((entry) => entry.appid === appid);
	if (found.length === 0) throw new Refusal('154');
	return {
		status: 'success',
		smsSignature: found.map(({ signature, extend, status }) => ({
			appid,
			smsSignature: signature,
			extend,
			status,
		})),
	};
}

/** What a new signature needs besides its name and the papers (docs/providers/submail.md §8). */
const required = [
	'company',
	'company_lisence_code',
	'legal_name',
	'agent_name',
	'agent_id',
	'agent_mob',
] as const;

/** The code for a missing field or paper is the sandbox's choice: none is documented. */
const incomplete = () => new Refusal('128');

const statusAfterReview = { pending: 0, approve: 1, reject: 2 } as const;

/** POST sms/appextend: a new signature, for review; its brackets may be left out. */
function create(call: Call): object {
	const { account, app, files } = call;
	const given = text(call, 'sms_signature').trim();
	const signature = given === '' || given.startsWith('【') ? given : `【${given}】`;
	checkSignature(signature);
	if (account.signatures.some((entry) => entry.signature === signature)) throw new Refusal('127');
	if (required.some((name) => text(call, name) === '')) throw incomplete();
	if ((files.get('attachments') ?? []).every(({ size }) => size === 0)) throw incomplete();
	if (!['', '0', '1', '2'].includes(text(call, 'source_type'))) throw incomplete();
	const extend = String(account.signatures.length + 1).padStart(2, '0');
	const status = statusAfterReview[account.settings.submailSignatureReview];
	account.signatures.push({ appid: app.id, signature, extend, status });
	return { status: 'success' };
}

/** sms/appextend, by the HTTP method. */
export const appextend = (call: Call): object =>
	call.method === 'POST' ? create(call) : list(call);
