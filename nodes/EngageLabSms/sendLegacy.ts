/**
 * POST /v1/send of the legacy generation, as known from programs that use it
 * (docs/providers/engagelab.md §2.4).
 */
import type { IDataObject } from 'n8n-workflow';
import { fault, type Fault } from '../../core/planning/draft';
import { type OutboundMessage, recipientText } from '../../core/message';
import { failAll, type SendResult } from '../../core/outcome';
import { isObject, textOrNumber } from '../../core/values';
import { mayBeSent } from './errors';
import { legacyId } from './generations';
import type { SendForm } from './sendForm';

function check({ content }: OutboundMessage): Fault | undefined {
	if (content.kind === 'template' && !/^\d+$/.test(content.templateId)) {
		return fault(
			'Template',
			'content',
			'Template is not a number, but EngageLab’s legacy generation uses numeric IDs',
			'Choose the template from the list, or check Generation in the credential.',
		);
	}
	return undefined;
}

function toWire(messages: readonly OutboundMessage[]): IDataObject {
	const content = messages[0]?.content;
	const { templateId = '', variables = {} } = content?.kind === 'template' ? content : {};
	return {
		to: messages.map(({ to }) => recipientText(to)),
		body: { template_id: legacyId(templateId), vars: { ...variables } },
	};
}

/** An answer without a code is a success; whether it contains ids is not documented. */
function read(messages: readonly OutboundMessage[], body: unknown): SendResult[] {
	if (!isObject(body) || !isObject(body.result)) {
		const failure = mayBeSent(
			'NO_RESULT',
			'EngageLab’s answer does not say whether the message was sent',
		);
		return failAll(messages, 'unknown', failure);
	}
	const { sms_ids: ids } = body.result;
	if (Array.isArray(ids) && ids.length < messages.length) {
		const what = `EngageLab’s answer has ${ids.length} IDs for ${messages.length} recipients`;
		return failAll(messages, 'unknown', mayBeSent('PARTIAL', what));
	}
	const [id] = Array.isArray(ids) && messages.length === 1 ? (ids as unknown[]) : [];
	const messageId = textOrNumber(id);
	return messages.map(({ index }) => ({
		index,
		outcome: 'accepted',
		...(messageId !== undefined && { messageId }),
		raw: body,
	}));
}

export const legacyForm: SendForm = { path: '/v1/send', check, toWire, read };
