import { answeredRows } from '../rows-fault.mts';
import { newId, roundMoney } from './account.mts';
import { type Call, text } from './call.mts';
import { errorBody, Refusal } from './errors.mts';
import { readVars } from './json.mts';
import { feeOf, settle, type Settled, usedUp } from './message.mts';
import { readProject, signatureFor, templateText } from './project.mts';
import { readTag } from './send-one.mts';
import { readContent, type Text } from './text.mts';

/** See docs/providers/submail.md §5 */
const mostNumbers = 10_000;

/** An error row costs nothing; the documented example does not show its reason ([unsure]). */
function rowOf(settled: Settled, call: Call): object {
	const { to } = settled;
	if (!('refusal' in settled)) {
		return { status: 'success', to, send_id: settled.sendId, fee: settled.fee };
	}
	const { settings } = call.account;
	const error = errorBody(settled.refusal, settings);
	if (!settings.submailBatchErrorCodes) return { status: 'error', to, fee: 0 };
	return { ...error, to, fee: 0 };
}

/** One text for all numbers of `to`, a row for each (docs/providers/submail.md §5). */
function sendBatch(call: Call, templateId: string, shared: Text): object {
	const tag = readTag(call);
	const numbers = text(call, 'to').split(',');
	if (text(call, 'to') === '' || numbers.length > mostNumbers) throw new Refusal('251');
	const { kind } = call.app;
	const cost = feeOf(shared.signature + shared.body, kind) * numbers.length;
	if (cost > call.account.credit(kind)) throw usedUp(kind);
	const batchlist = newId();
	const settled = numbers.map((to, index) =>
		settle(call, { to, text: () => shared, templateId, tag, batchlist }, index),
	);
	const fees = settled.map((one) => ('refusal' in one ? 0 : one.fee));
	return {
		status: 'success',
		batchlist,
		total_fee: roundMoney(fees.reduce((sum, fee) => sum + fee, 0)),
		responses: answeredRows(
			call.rows,
			settled.map((one) => rowOf(one, call)),
		),
	};
}

/** sms/batchsend and internationalsms/batchsend: a free text. */
export const batchsend = (call: Call): object =>
	sendBatch(call, '', readContent(text(call, 'content'), call.app.kind));

/** sms/batchxsend: a template with the same variables for all recipients. */
export function batchxsend(call: Call): object {
	const template = readProject(call);
	const signature = signatureFor(call, template);
	const vars = readVars(text(call, 'vars'));
	const shared = templateText(template, signature, vars, call.account.now());
	return sendBatch(call, template.id, shared);
}
