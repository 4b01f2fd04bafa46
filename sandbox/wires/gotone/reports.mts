import { type FastifyInstance } from 'fastify';
import { type GoToneAccount } from './account.mts';
import { Problem, success } from './envelope.mts';
import { pageOf, type Query } from './paging.mts';
import { type Report } from './shapes.mts';

/** The name of the status differs between versions (docs/providers/gotone.md §5). */
export function summaryOf(report: Report, account: GoToneAccount) {
	const { uid, to, from, message, status, cost } = report;
	const field = account.world.settings.gotoneStatusField;
	return { uid, to, from, message, [field]: status, cost };
}

/** Sent messages, newest first (docs/providers/gotone.md §5, SMS). */
export function reportRoutes(app: FastifyInstance, account: GoToneAccount, prefix: string): void {
	app.get<{ Querystring: Query }>('/sms', ({ query }) => {
		const rows = account.reports().map((report) => summaryOf(report, account));
		return success(pageOf(rows, query, `${prefix}/sms`));
	});

	app.get<{ Params: { uid: string } }>('/sms/:uid', ({ params }) => {
		const report = account.reports().find(({ uid }) => uid === params.uid);
		if (!report) throw new Problem('notDone', 'SMS Info not found');
		return success(summaryOf(report, account));
	});
}
