/** Calls as the last resort of Send SMS (docs/providers/gotone.md §5). */
import { fault, type Fault } from '../../core/planning/draft';
import type { OutboundMessage } from '../../core/message';
import type { CallRegistration } from '../../n8n/registration';
import { connectGoToneSms } from './client';
import type { Extras } from './extras';
import { LANGUAGES } from './operations/messageSendFields';
import { prepare } from './prepare';
import { GOTONE_ENDPOINTS, goToneSmsAccount } from './send';

/** Version 3.8 of the software would send it as a second text. */
function checkText(message: OutboundMessage): OutboundMessage | Fault {
	const { content } = message;
	if (content.kind !== 'text' || content.encoding === 'GSM-7') return message;
	return fault(
		'Message',
		'content',
		'GoTone SMS may send a call as a text if it contains a character outside the GSM alphabet',
		'Turn on Smart Encoding, which replaces typographic characters, or add a provider that can call under Providers.',
	);
}

export const goToneCalls: CallRegistration = {
	languages: LANGUAGES,
	endpoints: GOTONE_ENDPOINTS,
	async connect(ctx, voice, timeoutMs) {
		const extras: Extras = { type: 'voice', ...voice };
		return {
			...goToneSmsAccount(await connectGoToneSms(ctx, timeoutMs)),
			prepare: (messages) =>
				prepare(messages.map((message) => ({ ...message, extras: { ...extras } }))).map((one) =>
					'failure' in one ? one : checkText(one),
				),
		};
	},
};
