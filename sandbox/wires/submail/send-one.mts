import { authenticate } from './auth.mts';
import { type Call, text } from './call.mts';
import { Refusal } from './errors.mts';
import { readVars } from './json.mts';
import { type Outgoing, settle } from './message.mts';
import { readProject, signatureFor, templateText } from './project.mts';
import { readContent } from './text.mts';

/** At most 32 characters: 310 (docs/providers/submail.md §5, §11). */
export function readTag(call: Call): string {
	const tag = text(call, 'tag');
	if ([...tag].length > 32) throw new Refusal('310');
	return tag;
}

/** The answer for one message; international ones include the balance (official documentation). */
function answerOne(call: Call, outgoing: Outgoing): object {
	const settled = settle(call, outgoing);
	if ('refusal' in settled) throw settled.refusal;
	const { sendId, fee, balance } = settled;
	return {
		status: 'success',
		send_id: sendId,
		fee,
		...(call.app.kind === 'international' && { account_balance: balance }),
	};
}

/** sms/send and internationalsms/send: one number, a free text (docs/providers/submail.md §5). */
export function send(call: Call): object {
	const tag = readTag(call);
	const content = readContent(text(call, 'content'), call.app.kind);
	return answerOne(call, { to: text(call, 'to'), text: () => content, templateId: '', tag });
}

/** sms/xsend and internationalsms/xsend: one number, a template (docs/providers/submail.md §5). */
export function xsend(call: Call): object {
	const tag = readTag(call);
	const template = readProject(call);
	const signature = signatureFor(call, template);
	const vars = readVars(text(call, 'vars'));
	return answerOne(call, {
		to: text(call, 'to'),
		text: () => templateText(template, signature, vars, call.account.now()),
		templateId: template.id,
		tag,
	});
}

/** Puts the code (4 to 10 digits) of `content` into the international text (docs/providers/submail.md §5). */
function internationalContent(call: Call): string {
	const content = text(call, 'content');
	const own = text(call, 'inter_content') || content;
	const code = /(?<!\d)\d{4,10}(?!\d)/.exec(content)?.[0];
	if (text(call, 'intersms_verify_code_transform') !== 'true' || !code) return own;
	return own.replaceAll('@var(code)', code);
}

/**
 * sms/unionsend: the number decides which of two apps sends; 11 digits and +86 are domestic. Both
 * apps must be valid, and only their keys are accepted (docs/providers/submail.md §3.1, §5).
 */
export function unionsend(call: Call): object {
	const { account, params } = call;
	const tag = readTag(call);
	const other = new Map([
		['appid', params.get('inter_appid') ?? ''],
		['signature', params.get('inter_signature') ?? ''],
	]);
	const access = { kind: 'international', normalOnly: true } as const;
	const international = authenticate(other, access, account.settings, account.now());
	const to = text(call, 'to').replace(/^\+86(?=\d{11}$)/, '');
	const abroad = to.startsWith('+') || to.startsWith(' ');
	const app = abroad ? international : call.app;
	const content = readContent(
		abroad ? internationalContent(call) : text(call, 'content'),
		app.kind,
	);
	const settled = settle({ ...call, app }, { to, text: () => content, templateId: '', tag });
	if ('refusal' in settled) throw settled.refusal;
	return { status: 'success', send_id: settled.sendId, fee: settled.fee };
}
