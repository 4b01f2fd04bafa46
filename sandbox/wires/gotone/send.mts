import { type FastifyInstance } from 'fastify';
import { type RowsFault } from '../../fault-spec.mts';
import { type GoToneAccount, token } from './account.mts';
import { type ApiPath } from './auth.mts';
import { success } from './envelope.mts';
import { deliver, refusalOf } from './gateway.mts';
import { inputOf } from './input.mts';
import { answeredRows } from '../rows-fault.mts';
import { type Outgoing, readOutgoing, refused } from './outgoing.mts';
import { summaryOf } from './reports.mts';
import { type Report } from './shapes.mts';

/** The message for every send to several numbers, scheduled or not (docs/providers/gotone.md §5). */
const scheduled = 'Message is scheduled successfully.';

export function checkBalance(
	{ parts, recipients }: Pick<Outgoing, 'parts' | 'recipients'>,
	account: GoToneAccount,
): void {
	const cost = parts.segments * recipients.length;
	const { gotoneBalance } = account.world.settings;
	if (cost <= gotoneBalance) return;
	throw refused(
		`There is not enough balance available to send this message.You have ${gotoneBalance} of the ${cost}`,
	);
}

/** The whole row, with the caller's token in it (docs/providers/gotone.md §5). */
const wholeRow = (report: Report, account: GoToneAccount) => ({
	...summaryOf(report, account),
	id: report.id,
	user_id: 1,
	sms_type: report.sms_type,
	sms_count: report.sms_count,
	sending_server_id: 1,
	send_by: 'api',
	api_key: token,
	created_at: report.created_at,
	updated_at: report.updated_at,
});

function sendOne(account: GoToneAccount, outgoing: Outgoing, to: string, rows: RowsFault) {
	const refusal = refusalOf(to, account);
	if (refusal) throw refused(refusal);
	// With one recipient the scheduled time is ignored (docs/providers/gotone.md §5).
	const isKept = account.world.settings.gotoneSingleSchedule === 'kept';
	const sendAt = isKept ? outgoing.sendAt : undefined;
	const report = deliver(account, outgoing, { to, index: 0, rows, ...(sendAt && { sendAt }) });
	if (sendAt) return success(null, scheduled);
	// This is an error although there is a report and the message may have been sent.
	if (!report.status.startsWith('Delivered')) throw refused(report.status);
	return success(wholeRow(report, account), 'Your message was successfully delivered');
}

function sendMany(account: GoToneAccount, outgoing: Outgoing, rows: RowsFault) {
	const { recipients, sendAt } = outgoing;
	const refusals = recipients.map((to) => refusalOf(to, account));
	const reports = recipients.flatMap((to, index) =>
		refusals[index] === undefined
			? [deliver(account, outgoing, { to, index, rows, ...(sendAt && { sendAt }) })]
			: [],
	);
	const named = refusals.filter((refusal) => refusal !== undefined);
	const isNamed = named.length > 0 && account.world.settings.gotoneBadNumbers === 'named';
	const message = isNamed ? named.join(', ') : scheduled;
	if (sendAt) return success(null, message);
	const data = answeredRows(rows, reports).map((report) => ({
		...summaryOf(report, account),
		sms_count: report.sms_count,
	}));
	return success(data, message);
}

/** POST sms/send; under `/api/http` any method works (docs/providers/gotone.md §1, §5). */
export function sendRoutes(app: FastifyInstance, account: GoToneAccount, apiPath: ApiPath): void {
	app.route({
		method: apiPath === 'v3' ? 'POST' : ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
		url: '/sms/send',
		handler: (request) => {
			const outgoing = readOutgoing(inputOf(request), apiPath, account.world);
			checkBalance(outgoing, account);
			const rows = request.arrival?.fault?.rows ?? {};
			const [first] = outgoing.recipients;
			if (first === undefined) throw refused('Something went wrong. Please try again');
			return outgoing.recipients.length === 1
				? sendOne(account, outgoing, first, rows)
				: sendMany(account, outgoing, rows);
		},
	});
}
