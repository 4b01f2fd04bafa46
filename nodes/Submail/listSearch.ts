/** The options for "From List": templates and signatures of the app. */
import { listSearches } from '../../n8n/operations/list-search';
import { client, connectSubmail, signClient } from './client';

const list = listSearches(async (ctx) => await connectSubmail(ctx), client);

export const searchTemplates = list({
	request: () => ({ method: 'GET', path: '/sms/template.json' }),
	toItem(row) {
		const title = String(row.sms_title ?? '') || String(row.sms_content ?? '').slice(0, 40);
		const state = String(row.template_status) === '2' ? '' : ' (not approved)';
		return { name: `${title}${state}`, value: String(row.template_id) };
	},
});

/** Approved signatures. */
export const searchSigns = list({
	request: () => ({ method: 'GET', path: '/sms/appextend.json' }),
	reader: signClient,
	toItem: ({ status, smsSignature: name }) =>
		Number(status) === 1 ? { name: String(name), value: String(name) } : undefined,
});
