import { fieldsOf, textOf } from '../../values.mts';
import { answeredRows } from '../rows-fault.mts';
import { type Call, text } from './call.mts';
import { errorBody, Refusal } from './errors.mts';
import { readMulti } from './json.mts';
import { type Outgoing, settle, type Settled } from './message.mts';
import { readProject, signatureFor, templateText } from './project.mts';
import { readTag } from './send-one.mts';
import { readContent, render, type Text } from './text.mts';

type Vars = Record<string, unknown>;

/** The part of a multi* call that all messages share. */
interface Shared {
	templateId: string;
	/** @param signature of the entry, which may have one of its own */
	textFor: (vars: Vars, signature: string) => Text;
	/** Whether rows have `to`; those of multisend do not (docs/providers/submail.md §5). */
	showsTo: boolean;
}

function outgoingOf(entry: unknown, shared: Shared, tag: string): Outgoing {
	const { to, vars, sms_signature: signature } = fieldsOf(entry);
	return {
		to: textOf(to),
		text: () => {
			// PHP encodes an empty object as a list.
			const none = vars === undefined || (Array.isArray(vars) && vars.length === 0);
			if (!none && (typeof vars !== 'object' || vars === null || Array.isArray(vars))) {
				throw new Refusal('307', 2);
			}
			return shared.textFor(fieldsOf(vars), textOf(signature));
		},
		templateId: shared.templateId,
		tag,
	};
}

/** A row; error rows have no `to` (docs/providers/submail.md §5). */
function rowOf(settled: Settled, call: Call, showsTo: boolean): object {
	if ('refusal' in settled) return errorBody(settled.refusal, call.account.settings, 'row');
	const { to, sendId, fee, balance } = settled;
	return {
		status: 'success',
		...(showsTo && { to }),
		send_id: sendId,
		fee,
		...(call.app.kind === 'international' && { account_balance: balance }),
	};
}

/** An array with one row per recipient, in the order of the request (docs/providers/submail.md §5). */
function sendMulti(call: Call, read: () => Shared): object {
	const tag = readTag(call);
	const entries = readMulti(text(call, 'multi'));
	const rows = (shared: Shared) =>
		entries.map((entry, index) => settle(call, outgoingOf(entry, shared, tag), index));
	try {
		if (!call.account.settings.submailBulk) throw new Refusal('119');
		const shared = read();
		const all = rows(shared).map((settled) => rowOf(settled, call, shared.showsTo));
		return answeredRows(call.rows, all);
	} catch (error) {
		// [inferred]: an error of the whole request is one object (docs/providers/submail.md §5).
		const { submailMultiErrors } = call.account.settings;
		if (!(error instanceof Refusal) || submailMultiErrors === 'object') throw error;
		return entries.map(() => errorBody(error, call.account.settings, 'row'));
	}
}

/** sms/multisend: a free text with separate variables for every number. */
export const multisend = (call: Call): object =>
	sendMulti(call, () => {
		const { signature, body } = readContent(text(call, 'content'), call.app.kind);
		const textFor = (vars: Vars) => ({ signature, body: render(body, vars, call.account.now()) });
		return { templateId: '', textFor, showsTo: false };
	});

/** sms/multixsend and internationalsms/multixsend: a template. */
export const multixsend = (call: Call): object =>
	sendMulti(call, () => {
		const template = readProject(call);
		const { settings } = call.account;
		// An invalid signature of the whole request refuses it as a whole.
		signatureFor(call, template);
		const textFor = (vars: Vars, own: string) => {
			const signature = signatureFor(call, template, settings.submailMultiSignature ? own : '');
			return templateText(template, signature, vars, call.account.now());
		};
		return { templateId: template.id, textFor, showsTo: true };
	});
