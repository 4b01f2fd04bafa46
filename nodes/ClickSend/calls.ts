/** Calls as the last resort of Send SMS (docs/providers/clicksend.md §12). */
import type { CallRegistration, Voice } from '../../n8n/registration';
import { AUTHENTICATIONS, connectClickSend } from './client';
import { clickSendAccount, endpointsOf } from './send';
import { voice } from './voice';

interface Language {
	readonly name: string;
	readonly value: string;
	/** Its voice, if it has only one. */
	readonly only?: Voice['gender'];
}

/** The languages that ClickSend's OpenAPI description of the call lists. */
const LANGUAGES: readonly Language[] = [
	{ name: 'Celtic (Wales)', value: 'cy-gb-wls' },
	{ name: 'Danish', value: 'da-dk' },
	{ name: 'Dutch', value: 'nl-nl' },
	{ name: 'English (Australia)', value: 'en-au' },
	{ name: 'English (India)', value: 'en-in', only: 'female' },
	{ name: 'English (United Kingdom)', value: 'en-gb' },
	{ name: 'English (United States)', value: 'en-us' },
	{ name: 'English (Wales)', value: 'en-gb-wls' },
	{ name: 'French (Canada)', value: 'fr-ca', only: 'female' },
	{ name: 'French (France)', value: 'fr-fr' },
	{ name: 'German', value: 'de-de' },
	{ name: 'Icelandic', value: 'is-is' },
	{ name: 'Italian', value: 'it-it' },
	{ name: 'Norwegian', value: 'nb-no', only: 'female' },
	{ name: 'Polish', value: 'pl-pl' },
	{ name: 'Portuguese (Brazil)', value: 'pt-br' },
	{ name: 'Portuguese (Portugal)', value: 'pt-pt', only: 'male' },
	{ name: 'Romanian', value: 'ro-ro', only: 'female' },
	{ name: 'Russian', value: 'ru-ru' },
	{ name: 'Spanish (Spain)', value: 'es-es' },
	{ name: 'Spanish (United States)', value: 'es-us' },
	{ name: 'Swedish', value: 'sv-se', only: 'female' },
	{ name: 'Turkish', value: 'tr-tr', only: 'female' },
];

/** The account calls with the voice that the language has: another voice is better than no call. */
export const clickSendCalls: CallRegistration = {
	languages: LANGUAGES.map(({ name, value }) => ({ name, value })),
	endpoints: endpointsOf(voice),
	async connect(ctx, { language, gender }, timeoutMs, authentication = AUTHENTICATIONS[0].value) {
		const account = clickSendAccount(await connectClickSend(ctx, authentication, timeoutMs), voice);
		const only = LANGUAGES.find(({ value }) => value === language)?.only;
		const extras = { language, voice: only ?? gender };
		return {
			...account,
			// A call has no sender of its own.
			prepare: (messages) =>
				voice.prepare(messages.map((message) => ({ ...message, from: undefined, extras }))),
		};
	},
};
