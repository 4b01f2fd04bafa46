import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { type Draft, type Fault, fault, isFault } from '../../../core/draft';
import type { BulkOperation } from '../../../n8n/operation';
import { readParam } from '../../../n8n/params';
import { readDraft, readDraftOptions, readRunSettings } from '../../../n8n/send-options';
import { send as sendMessages } from '../../../n8n/sending';
import { isZone } from '../accountTime';
import { connectGoToneSms } from '../client';
import type { Extras } from '../extras';
import { GOTONE_ENDPOINTS, goToneSms, goToneSmsAccount } from '../send';
import { GENDERS, LANGUAGES, MESSAGE_TYPES, OPTIONS_FIELD, SEND_FIELDS } from './messageSendFields';

type FieldName = (typeof SEND_FIELDS)[number]['name'];
type Read = (name: FieldName) => unknown;

interface Choice {
	readonly value: string;
}

/** An expression may give anything for a choice. */
const isOneOf = <C extends Choice>(choices: readonly C[], value: unknown): value is C['value'] =>
	choices.some((choice) => choice.value === value);

const notOneOf = (parameter: string): Fault =>
	fault(parameter, 'content', `${parameter} is not one of the choices`, 'Choose from the list.');

function isWebAddress(value: string): boolean {
	return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** What only this type of message has. */
function readType(param: Read): Extras | Fault {
	const type = param('messageType');
	if (!isOneOf(MESSAGE_TYPES, type)) return notOneOf('Message Type');
	if (type === 'voice') {
		const language = param('language');
		const gender = param('gender');
		if (!isOneOf(LANGUAGES, language)) return notOneOf('Language');
		return isOneOf(GENDERS, gender) ? { type, language, gender } : notOneOf('Gender');
	}
	if (type === 'plain') return {};
	const mediaUrl = String(param('mediaUrl') ?? '').trim();
	if (isWebAddress(mediaUrl)) return { type, mediaUrl };
	return fault(
		'Media URL',
		'content',
		'Media URL is not the address of a picture',
		'Give an address that starts with https://.',
	);
}

const optionalText = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

function readExtras(param: Read, options: IDataObject): Extras | Fault {
	const type = readType(param);
	if (isFault(type)) return type;
	const timeZone = optionalText(options.accountTimeZone);
	if (timeZone !== '' && !isZone(timeZone)) {
		return fault(
			'Account Time Zone',
			'configuration',
			`Account Time Zone "${timeZone.slice(0, 40)}" is not a time zone`,
			'Use a name such as Asia/Dhaka, or leave it empty to ask the profile.',
		);
	}
	const dltTemplateId = optionalText(options.dltTemplateId);
	return {
		...type,
		...(timeZone !== '' && { timeZone }),
		...(dltTemplateId !== '' && { dltTemplateId }),
		...(options.ignoreLimits === true && { ignoreLimits: 'true' }),
	};
}

/** One item's parameters as the user wrote them. */
function readItem(ctx: IExecuteFunctions, item: number): Omit<Draft, 'item'> {
	const param: Read = (name) => {
		const field = SEND_FIELDS.find((one) => one.name === name);
		return field && readParam(ctx, field, item);
	};
	const options = ctx.getNodeParameter('options', item, {}) as IDataObject;
	const extras = readExtras(param, options);
	return {
		to: param('to'),
		text: param('message'),
		from: param('from'),
		...readDraftOptions(options),
		...(isFault(extras) ? { fault: extras } : { extras: { ...extras } }),
	};
}

/** Message → Send: recipients of the same text travel together. */
export const send: BulkOperation = {
	kind: 'bulk',
	name: 'Send',
	value: 'send',
	action: 'Send a message',
	description: 'Send a text, a voice message or an MMS to one or many recipients',
	fields: [...SEND_FIELDS, OPTIONS_FIELD],
	endpoints: GOTONE_ENDPOINTS,
	async run(ctx) {
		const settings = readRunSettings(ctx, 'neverTwice');
		const api = await connectGoToneSms(ctx, settings.timeoutMs);
		return await sendMessages(ctx, {
			targets: [{ provider: goToneSms, account: goToneSmsAccount(api) }],
			drafts: ctx.getInputData().map((_, item) => readDraft(item, () => readItem(ctx, item))),
			settings,
			simplify: ctx.getNodeParameter('simplify', 0, true) === true,
		});
	},
};
