/** The options for "From List": signs and templates of the account. */
import { listSearches } from '../../n8n/operations/list-search';
import { client, connectEngageLab, translating } from './client';
import { simpleSign, simpleTemplate } from './rows';

const list = listSearches(async (ctx) => translating(await connectEngageLab(ctx)), client);

/** `Alert`, or `Alert (pending)` if it cannot be used yet. */
const nameWithStatus = (name: unknown, status: unknown): string =>
	status === null || status === 'approved' ? String(name) : `${String(name)} (${String(status)})`;

export const searchSigns = list({
	request: () => ({ method: 'GET', path: '/signs' }),
	toItem(row) {
		const { signId, signName, status } = simpleSign(row);
		return { name: nameWithStatus(signName, status), value: String(signId) };
	},
});

export const searchTemplates = list({
	request: () => ({ method: 'GET', path: '/templates' }),
	toItem(row) {
		const { templateId, templateName, status } = simpleTemplate(row);
		return { name: nameWithStatus(templateName, status), value: String(templateId) };
	},
});
