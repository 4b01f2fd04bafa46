/** The content of an item's messages: everything but their recipients. */
import { type Draft, type Fault, fault, given, isFault, type TemplateDraft } from './draft';
import { type Content, type OutboundMessage, quoting, type TextContent } from '../message';
import { withoutInvisible } from '../text/normalise';
import { countryOf, readSender } from '../text/phone';
import type { SmsProvider } from '../provider';
import { isWellFormed, segment } from '../text/segments';
import { fitText, limitOf, LONGEST_TEXT } from './limit';

export interface PlanContext {
	readonly now: Date;
}

function readMessage(draft: Draft): TextContent | Fault {
	const { text: written = '' } = draft;
	// A text of only invisible characters counts as empty.
	if (!/[!-~]/.test(written) && withoutInvisible(written).trim() === '') {
		if (draft.textOptional) return { kind: 'text', text: '', encoding: 'GSM-7', segments: 1 };
		return fault('Message', 'content', 'Message is empty', 'Enter the text to send.');
	}
	if (written.length > LONGEST_TEXT && limitOf(draft) === undefined) {
		return fault(
			'Message',
			'content',
			`Message has ${written.length.toLocaleString('en')} characters, more than an SMS can carry`,
			'Shorten the text: an SMS has at most 255 segments.',
		);
	}
	if (!isWellFormed(written)) {
		return fault(
			'Message',
			'content',
			'Message contains half of a character (a lone surrogate)',
			'A text was probably cut in the middle of an emoji. Cut it before or after the emoji.',
		);
	}
	const { maxSegments, smartEncoding, lines } = draft;
	const fitted = maxSegments || smartEncoding || lines ? fitText(draft) : { text: written };
	const { encoding, segments } = segment(fitted.text);
	return { kind: 'text', ...fitted, encoding, segments };
}

function readTemplate({ id, variables = {} }: TemplateDraft): Content | Fault {
	const templateId = given(id)?.trim();
	if (templateId === undefined) {
		return fault('Template', 'content', 'Template is empty', 'Choose a template or enter its ID.');
	}
	const filled: Record<string, string> = {};
	for (const [name, value] of Object.entries(variables)) {
		if (name.trim() === '') {
			return fault('Variables', 'content', 'A variable has no name', 'Enter its name.');
		}
		filled[name.trim()] = value;
	}
	return { kind: 'template', templateId, variables: filled };
}

/** The text or the template, or a fault if the provider does not support it. */
function readBody(draft: Draft, { displayName, capabilities }: SmsProvider): Content | Fault {
	if (draft.template) {
		if (capabilities.template) return readTemplate(draft.template);
		return fault(
			'Template',
			'configuration',
			`${displayName} cannot send stored templates through this node`,
			'Enter the text in Message, or choose another provider.',
		);
	}
	if (capabilities.text) return readMessage(draft);
	return fault(
		'Template',
		'configuration',
		`${displayName} sends only stored templates, and no template is set for it`,
		'Set Content to Template and add a template for this provider.',
	);
}

function readSchedule(
	{ sendAt }: Draft,
	context: PlanContext,
	{ displayName, capabilities }: SmsProvider,
): Date | undefined | Fault {
	if (sendAt === undefined) return undefined;
	if (!capabilities.schedule) {
		return fault(
			'Send At',
			'configuration',
			`${displayName} cannot send at a later time`,
			'Remove Send At, or add a Wait node before this node.',
		);
	}
	if (sendAt.getTime() <= context.now.getTime()) {
		return fault(
			'Send At',
			'content',
			`Send At is in the past (${sendAt.toISOString()})`,
			'Enter a later time, or leave it empty to send now. A time without a zone is in the time zone of the workflow.',
		);
	}
	return sendAt;
}

/** A provider without senders ignores the From for all providers, but refuses one set for itself. */
function senderOf(
	draft: Draft,
	{ id, displayName, capabilities }: SmsProvider,
): string | undefined | Fault {
	if (!capabilities.sender) {
		if (given(draft.perProvider?.[id]?.from) === undefined) return undefined;
		return fault(
			'Senders',
			'configuration',
			`${displayName} does not support a custom sender`,
			'Remove it from Senders, or choose another provider.',
		);
	}
	const from = given(draft.from);
	return from === undefined ? undefined : readSender(from);
}

/** The content of an item's messages at one provider, or the first fault found. */
export function readContent(
	draft: Draft,
	context: PlanContext,
	provider: SmsProvider,
): Omit<OutboundMessage, 'index' | 'to'> | Fault {
	const country = draft.defaultCountry;
	if (country !== undefined && countryOf(country) === undefined) {
		return fault(
			'Default Country',
			'configuration',
			quoting(country, (quote) => `Default Country "${quote}" is not a country code`),
			'Use a two-letter code (ISO 3166-1), for example AU, US or GB.',
		);
	}
	if (draft.contentFault) return draft.contentFault;
	const content = readBody(draft, provider);
	if (isFault(content)) return content;
	const sendAt = readSchedule(draft, context, provider);
	if (isFault(sendAt)) return sendAt;
	const from = senderOf(draft, provider);
	if (isFault(from)) return from;
	if (draft.templateFault) return draft.templateFault;
	const { extras } = draft;
	return {
		content,
		from,
		sendAt,
		// Dropped rather than refused: sending the text matters more (n8n/sending/results.ts tells the user).
		reference: provider.capabilities.reference ? given(draft.reference) : undefined,
		source: given(draft.source),
		...(extras && { extras }),
	};
}
