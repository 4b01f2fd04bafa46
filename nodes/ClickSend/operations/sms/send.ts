import { type Draft, fault } from '../../../../core/planning/draft';
import type { Api } from '../../../../core/provider';
import { sendOperation, whileWaiting } from '../../../../n8n/operations/operation';
import { variablesOf } from '../../../../n8n/sending/options';
import { shortenedSms, sms } from '../../channel';
import { endpointsOf } from '../../send';
import { STATUS_ENDPOINTS } from '../../status';
import { fetchTemplates, fillTemplate } from '../../templates';
import { openChannel, recipientsOf } from '../sendFields';
import { SEND_FIELDS, SMS_OPTIONS } from './sendFields';

const NO_TEMPLATE = fault(
	'Template',
	'content',
	'Template is empty',
	'Choose a template or enter its ID.',
);

/** The API only sends texts: each template is fetched once and filled in here. */
async function fillTemplates(drafts: readonly Draft[], api: Api): Promise<Draft[]> {
	const ids = drafts.flatMap(({ template }) => (template?.id ? [template.id] : []));
	const templates = await fetchTemplates(api, ids);
	return drafts.map(({ template, ...draft }): Draft => {
		if (!template || draft.fault) return draft;
		const found = templates.get(template.id);
		if (!found) return { ...draft, fault: NO_TEMPLATE };
		if ('fault' in found) return { ...draft, fault: found.fault };
		const text = fillTemplate(found.body, template.variables ?? {}, draft.listId === undefined);
		return typeof text === 'string' ? { ...draft, text } : { ...draft, fault: text };
	});
}

/** SMS → Send: all items in as few requests as ClickSend allows. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text to one or more recipients',
	fields: SEND_FIELDS,
	options: SMS_OPTIONS,
	endpoints: [
		...endpointsOf(sms),
		{ method: 'GET', path: '/v3/sms/templates/{template}', where: 'the content is a template' },
		...whileWaiting(STATUS_ENDPOINTS),
	],
	async open(ctx, { options }) {
		const { api, targets } = await openChannel(
			ctx,
			options.shortenUrls ? shortenedSms : sms,
			options,
		);
		return { targets, complete: async (drafts) => await fillTemplates(drafts, api) };
	},
	read: ({ contentType, message, template, templateValues, from, options, ...to }) => ({
		...recipientsOf(to),
		...(contentType === 'template'
			? { template: { id: template, variables: variablesOf(templateValues.value) } }
			: { text: message }),
		from,
		source: options.source,
	}),
});
