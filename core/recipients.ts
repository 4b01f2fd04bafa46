/** Recipients as users and expressions write them: numbers of every form. */
import { type Draft, type Fault, fault, given } from './draft';
import { maskText, type Recipient, recipientText } from './message';
import { parsePhone, type PhoneProblem } from './phone';
import type { Written } from './written';

const PHONE_PROBLEMS: Readonly<Record<PhoneProblem, readonly [string, string]>> = {
	empty: ['is empty', 'Enter a phone number such as +61411111111.'],
	notANumber: ['is not a phone number', 'Enter a phone number such as +61411111111.'],
	noCountry: [
		'has no country',
		'Write it in international form with + and the country code, or set Default Country in the options.',
	],
	ambiguous: [
		'could be two numbers',
		'Write it in international form with + and the country code.',
	],
	unknownCountry: [
		'starts with a country code that does not exist',
		'Check the digits after the +.',
	],
	tooShort: ['is too short to exist', 'Check the digits, and the country code in front.'],
	tooLong: ['is too long to exist', 'Check the digits; put a comma between several numbers.'],
	extension: ['has an extension, which cannot receive a text', 'Use the number of a mobile phone.'],
	impossible: ['cannot exist in its country', 'Check the digits, and the country code in front.'],
};

/**
 * One recipient, or what stands in its place and why it is none. Both where it depends on the
 * provider: a short code is a recipient for those that take them, and a fault for the others.
 */
export type Reading =
	| { readonly to: Recipient; readonly written?: undefined; readonly fault?: undefined }
	| { readonly to?: Recipient; readonly written?: string; readonly fault: Fault };

const SHORT_CODE = /^\d{3,8}$/;

function readRecipient(text: Written, draft: Draft): Reading {
	if (typeof text !== 'string') {
		return {
			written: '',
			fault: fault(
				'To',
				'invalidRecipient',
				`To is ${text.notText}, not a text`,
				'Check the expression: it has to give phone numbers, each as a text.',
			),
		};
	}
	const phone = parsePhone(text, draft.defaultCountry);
	if (phone.ok) return { to: { kind: 'number', e164: phone.e164, country: phone.country } };
	const [problem, hint] = PHONE_PROBLEMS[phone.problem];
	return {
		...(SHORT_CODE.test(text) && { to: { kind: 'shortCode', digits: text } }),
		written: text,
		fault: fault('To', 'invalidRecipient', `To: "${maskText(text)}" ${problem}`, hint),
	};
}

export function readRecipients(draft: Draft): Reading[] {
	if (draft.listId !== undefined) {
		const listId = given(draft.listId)?.trim();
		if (listId !== undefined) return [{ to: { kind: 'list', listId } }];
		const missing = fault(
			'Contact List',
			'invalidRecipient',
			'Contact List is empty',
			'Choose a contact list or enter its ID.',
		);
		return [{ written: '', fault: missing }];
	}
	const { to = [] } = draft;
	if (to.length > 0) return to.map((one) => readRecipient(one, draft));
	return [
		{
			written: '',
			fault: fault(
				'To',
				'invalidRecipient',
				'To is empty: there is no recipient',
				'Enter one or more phone numbers, separated by commas or new lines.',
			),
		},
	];
}

/** One draft's recipients without repetitions; `duplicates` counts what was left out per recipient. */
export function distinct(
	readings: readonly Reading[],
): Array<{ reading: Reading; duplicates: number }> {
	const seen = new Map<string, { reading: Reading; duplicates: number }>();
	readings.forEach((reading, position) => {
		const key = reading.to ? recipientText(reading.to) : `fault:${position}`;
		const known = seen.get(key);
		if (known) known.duplicates++;
		else seen.set(key, { reading, duplicates: 0 });
	});
	return [...seen.values()];
}
